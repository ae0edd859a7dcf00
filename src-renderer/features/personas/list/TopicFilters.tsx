import { Segments } from '../../../ui/Segments'
import { Tag } from '../../../ui/Tags'
import type { ListState } from './list-state'
import type { TopicList } from './useTopicList'

/** Status by status, with what each holds; and the kind, when only one is shown. */
export const TopicFilters = ({ list }: { list: TopicList }) => {
  const { state, change, rows } = list
  const counts = rows.first?.counts
  const segments = names.map(({ value, label }) => ({
    value,
    label,
    ...(counts ? { count: counts[value] } : {})
  }))
  return (
    <div className="row gap-3">
      <Segments
        label="Show"
        value={state.status}
        onChange={(status) => change({ status })}
        segments={segments}
      />
      {state.kind !== null && (
        <Tag name="Kind" on removeLabel="Show all kinds" onRemove={() => change({ kind: null })}>
          {state.kind}
        </Tag>
      )}
    </div>
  )
}

const names: { value: ListState['status']; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'noDrafts', label: 'No drafts' },
  { value: 'toRank', label: 'To rank' },
  { value: 'ranked', label: 'Ranked' }
]
