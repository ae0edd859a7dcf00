import type { SittingItem } from '@contract/rankings'
import { Segments } from '../../ui/Segments'
import { letter } from '../../ui/words'
import { useDesk } from './desk'

type MastheadProps = { item: SittingItem; compact: boolean }

/** What was asked for. */
export const Masthead = ({ item, compact }: MastheadProps) => {
  const { focus } = useDesk()
  const { title, prompt } = item
  if (compact) {
    return (
      <div className="masthead compact">
        <div className="row between gap-8">
          <h2 className="title trunc" title={title}>
            {title}
          </h2>
          <Segments
            label="Draft"
            value={String(focus ?? 0)}
            segments={item.drafts.map((_, place) => ({
              value: String(place),
              label: letter(place)
            }))}
            onChange={(place) => useDesk.setState({ focus: Number(place) })}
          />
        </div>
      </div>
    )
  }
  return (
    <div className="masthead">
      <div className="row between items-end gap-8">
        <h2 className="display line-clamp-2 selectable" title={title}>
          {title}
        </h2>
        {prompt !== title && (
          <p className="muted prompt selectable" title={prompt}>
            {prompt}
          </p>
        )}
      </div>
    </div>
  )
}
