import { useState } from 'react'
import { useLocation } from 'wouter'
import { runCalls, type Preset } from '@contract/training'
import { useAct, useCall } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextField } from '../../ui/Field'
import { Note } from '../../ui/Note'
import { Page, Split } from '../../ui/Page'
import { Select } from '../../ui/Select'
import { ruleOf } from '../../ui/useCheck'
import { PresetList } from './PresetList'
import { PythonNote } from './PythonNote'
import { otherProblems, RunPreview } from './RunPreview'
import './train.css'

const everyone = 'everyone'

/** What the next run learns from, what it starts from, and how strongly it pulls. */
export default function NewRunPage() {
  const [, navigate] = useLocation()
  const [persona, setPersona] = useState(everyone)
  const [base, setBase] = useState<string | null>(null)
  const [preset, setPreset] = useState<Preset>('recommended')
  const [typed, setTyped] = useState<string | null>(null)
  const personaId = persona === everyone ? null : persona
  const personas = useCall('personas.list', {})
  const models = useCall('models.list', {})
  const runs = useCall('runs.list', {})
  const preview = useCall('runs.preview', { personaId }, { keepPrevious: true })
  const start = useAct('runs.start')
  const bases = (models.data ?? []).filter(({ kind }) => kind === 'base')
  const baseId = base ?? bases.find(({ missing }) => !missing)?.id ?? null
  const name = typed ?? preview.data?.suggestedName ?? ''
  const number = Math.max(0, ...(runs.data ?? []).map((run) => run.number)) + 1
  const problem = nameProblem(name)
  const missing = preview.data && otherProblems(preview.data)[0]
  const begin = () =>
    start.mutate(
      { personaId, name, preset, ...(baseId === null ? {} : { baseModelId: baseId }) },
      { onSuccess: ({ id }) => navigate(`/train/${id}`) }
    )
  return (
    <Page
      title="New run"
      parent={{ title: 'Train', href: '/train' }}
      flush
      actions={
        <>
          <Button keys="escape" onClick={() => navigate('/train')}>
            Cancel
          </Button>
          <Button
            look="primary"
            command="app.commit"
            off={preview.data ? (preview.data.problems[0] ?? problem) : 'Counting what there is.'}
            working={start.isPending ? 'Starting' : null}
            onClick={begin}
          >
            Start run {number}
          </Button>
        </>
      }
    >
      <Split
        sideLabel="What it learns from"
        side={preview.data && <RunPreview preview={preview.data} />}
      >
        {start.error && <ErrorNote className="mb-6" error={start.error} onRetry={begin} />}
        {preview.error && (
          <ErrorNote
            className="mb-6"
            error={preview.error}
            onRetry={() => void preview.refetch()}
          />
        )}
        {missing !== undefined && (
          <Note
            kind="info"
            className="mb-6"
            title={missing}
            actions={
              <LinkButton href="/rank" look="primary" command="home.next">
                Rank drafts
              </LinkButton>
            }
          />
        )}
        {preview.data && !preview.data.pythonReady && missing === undefined && <PythonNote />}
        <div className="grid grid-cols-2 gap-4">
          <div className="field">
            <span className="label">Start from</span>
            <Select
              label="Start from"
              value={baseId}
              placeholder="No base model"
              disabled={bases.length === 0}
              options={bases.map(({ id, name: label, missing }) => ({
                value: id,
                label,
                disabled: missing,
                ...(missing ? { detail: 'file missing' } : {})
              }))}
              onChange={setBase}
            />
          </div>
          <div className="field">
            <span className="label">Learn from</span>
            <Select
              label="Learn from"
              value={persona}
              options={[
                { value: everyone, label: 'All personas' },
                ...(personas.data ?? []).map(({ id, name: label, counts }) => ({
                  value: id,
                  label,
                  detail: `${counts.ranked} ranked`
                }))
              ]}
              onChange={setPersona}
            />
          </div>
        </div>
        <div className="mt-5">
          <TextField
            label="Name"
            value={name}
            onChange={setTyped}
            hint="What the model is called in Models and in LM Studio."
            validate={nameProblem}
          />
        </div>
        <h2 className="med mt-5">How strongly it learns</h2>
        <PresetList value={preset} onChange={setPreset} />
      </Split>
    </Page>
  )
}

const nameProblem = ruleOf(runCalls['runs.start'].input.shape.name)
