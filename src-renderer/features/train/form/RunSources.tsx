import type { Fit } from '@contract/hub'
import { useCall } from '../../../bridge'
import { Segments } from '../../../ui/Segments'
import { Select } from '../../../ui/Select'
import { sayFit } from '../../../ui/fit'
import { everyone, type NewRun } from './useNewRun'

/** What the run begins with, and whose rankings it learns from. */
export const RunSources = ({ form }: { form: NewRun }) => {
  const personas = useCall('personas.list', {})
  const { bases, continuable, continued } = form
  const listed = useCall('bases.list', {})
  const facts = new Map(listed.data?.map((base) => [base.model.id, base]))
  const warning = facts.get(form.from ?? '')?.warning
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
                ...detailOf(missing, facts.get(id)?.fit ?? null)
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
          {warning && <p className="hint">{warning}</p>}
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

/** Beside a base model: whether it can be used here. */
const detailOf = (missing: boolean, fit: Fit | null): { detail?: string } => {
  if (missing) return { detail: 'file missing' }
  return fit ? { detail: sayFit(fit) } : {}
}
