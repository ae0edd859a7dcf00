import { useCall } from '../../../bridge'
import { Segments } from '../../../ui/Segments'
import { Select } from '../../../ui/Select'
import { everyone, type NewRun } from './useNewRun'

/** What the run begins with, and whose rankings it learns from. */
export const RunSources = ({ form }: { form: NewRun }) => {
  const personas = useCall('personas.list', {})
  const { bases, continuable, continued } = form
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <div className="field">
          <span className="label">Start from</span>
          <Select
            label="Start from"
            value={form.from}
            placeholder="No base model"
            disabled={bases.length === 0}
            options={[
              ...bases.map(({ id, name: label, missing }) => ({
                value: id,
                label,
                disabled: missing,
                ...(continuable.length > 0 ? { group: 'A base model' } : {}),
                ...(missing ? { detail: 'file missing' } : {})
              })),
              ...continuable.map(({ id, number, name }) => ({
                value: id,
                label: name,
                detail: `run ${number}`,
                group: 'What a run has made'
              }))
            ]}
            onChange={form.setFrom}
          />
          {continued && (
            <p className="hint">
              Learns on from run {continued.number}, over {continued.baseModelName}. Run{' '}
              {continued.number} stays as it is.
            </p>
          )}
        </div>
        <div className="field">
          <span className="label">Learn from</span>
          <Select
            label="Learn from"
            value={form.persona}
            options={[
              { value: everyone, label: 'All personas' },
              ...(personas.data ?? []).map(({ id, name: label, counts }) => ({
                value: id,
                label,
                detail: `${counts.ranked} ranked`
              }))
            ]}
            onChange={form.setPersona}
          />
        </div>
      </div>
      {continued && (
        <div className="field mt-4">
          <span className="label">Rankings</span>
          <Segments
            label="Rankings"
            value={form.learnFrom}
            segments={[
              { value: 'all', label: 'All of them' },
              { value: 'new', label: `Only those since run ${continued.number}` }
            ]}
            onChange={form.setLearnFrom}
          />
        </div>
      )}
    </>
  )
}
