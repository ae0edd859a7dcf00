import { FileText } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useAct } from '../../bridge'
import { Button, LinkButton } from '../../ui/Button'
import { askToDeploy } from '../../ui/deploying'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextField } from '../../ui/Field'
import { Note } from '../../ui/Note'
import { Page, Split } from '../../ui/Page'
import { AdvancedSettings } from './form/AdvancedSettings'
import { ConfigFileDialog } from './form/ConfigFileDialog'
import { PresetList } from './form/PresetList'
import { PythonNote } from './form/PythonNote'
import { otherProblems, RunPreview } from './form/RunPreview'
import { RunSources } from './form/RunSources'
import { StageList } from './form/StageList'
import { checkName, forgetNewRun, useNewRun } from './form/useNewRun'
import './train.css'

/** What the next run learns from, what it starts from, what is trained and how strongly. */
export default function NewRunPage() {
  const [, navigate] = useLocation()
  const [file, setFile] = useState(false)
  const form = useNewRun()
  const start = useAct('runs.start')
  const begin = () =>
    start.mutate(
      { ...form.choices, name: form.name },
      {
        onSuccess: ({ id }) => {
          forgetNewRun()
          navigate(`/train/${id}`)
        }
      }
    )
  const preview = form.preview.data
  const missing = preview && otherProblems(preview)[0]
  return (
    <Page
      title="New run"
      parent={{ title: 'Train', href: '/train' }}
      flush
      actions={
        <>
          <Button icon={<FileText />} command="run.fromFile" onClick={() => setFile(true)}>
            Start from a file
          </Button>
          <Button keys="escape" onClick={() => navigate('/train')}>
            Cancel
          </Button>
          <Button
            command="run.load"
            off={form.notYet}
            onClick={() =>
              askToDeploy({
                name: form.name,
                source: { from: 'newRun', run: { ...form.choices, name: form.name } },
                onStarted: forgetNewRun
              })
            }
          >
            Start and load
          </Button>
          <Button
            look="primary"
            command="app.commit"
            off={form.notYet}
            working={start.isPending ? 'Starting' : null}
            onClick={begin}
          >
            Start run {form.number}
          </Button>
        </>
      }
    >
      <Split
        sideLabel="What it takes and learns from"
        side={preview && <RunPreview preview={preview} form={form} />}
      >
        {start.error && <ErrorNote className="mb-6" error={start.error} onRetry={begin} />}
        {form.preview.error && (
          <ErrorNote
            className="mb-6"
            error={form.preview.error}
            onRetry={() => void form.preview.refetch()}
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
        {preview && !preview.pythonReady && missing === undefined && <PythonNote />}
        <RunSources form={form} />
        <div className="mt-5">
          <TextField
            label="Name"
            value={form.name}
            onChange={form.setName}
            hint="What the model is called in Models and in LM Studio."
            validate={checkName}
          />
        </div>
        <h2 className="med mt-5">Method</h2>
        <StageList value={form.stages} onChange={form.setStages} steps={preview?.steps ?? {}} />
        <h2 className="med mt-5">How strongly it learns</h2>
        <PresetList
          value={form.preset}
          onChange={form.setPreset}
          settings={preview?.settings}
          reasons={preview?.reasons ?? []}
        />
        {form.plain.data && (
          <AdvancedSettings
            preset={form.plain.data.settings}
            stages={form.stages}
            typed={form.typed}
            problems={form.problems}
            onChange={form.setTyped}
          />
        )}
      </Split>
      <ConfigFileDialog open={file} onClose={() => setFile(false)} />
    </Page>
  )
}
