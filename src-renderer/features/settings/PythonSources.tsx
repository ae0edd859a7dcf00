import { useState } from 'react'
import type { PackageSources, SourceAnswer } from '@contract/python'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { CopyDetails, ErrorNote } from '../../ui/ErrorNote'
import { Note } from '../../ui/Note'
import { Switch } from '../../ui/Switch'
import { SettingRow } from './SettingsPage'
import { SourceFields } from './SourceFields'

/** Where packages come from: a mirror, another for torch, a proxy, and whether they answer. */
export const PythonSources = () => {
  const sources = useCall('python.sources', {})
  const test = useAct('python.testSources')
  const [open, setOpen] = useState(false)
  const data = sources.data
  return (
    <>
      <SettingRow title="Package source" text={data ? sayWhence(data) : 'Being looked up.'}>
        <div className="row">
          <Button
            command="python.testSources"
            working={test.isPending ? 'Asking' : null}
            onClick={() => test.mutate({})}
          >
            Test the connection
          </Button>
          <Button aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide the addresses' : 'Change the addresses'}
          </Button>
        </div>
      </SettingRow>
      {sources.error && <ErrorNote className="mt-3" error={sources.error} />}
      {test.error && <ErrorNote className="mt-3" error={test.error} />}
      {test.data && (
        <div className="stack gap-3 py-3" aria-live="polite">
          <Answer what="Packages" answer={test.data.packages} />
          <Answer what="PyTorch" answer={test.data.torch} />
        </div>
      )}
      {open && data && <Addresses sources={data} />}
    </>
  )
}

const Addresses = ({ sources }: { sources: PackageSources }) => {
  const change = useAct('python.setSources')
  const kept = sources.passwordsAreKept
  return (
    <div className="border-b border-rule py-4">
      <SourceFields
        name="index"
        title="Packages"
        hint="A mirror’s address, as uv and pip take it. Empty for uv’s own."
        placeholder="https://mirror.example.org/simple"
        source={sources.sources.index}
        kept={kept}
      />
      <SourceFields
        name="torch"
        title="PyTorch"
        hint="Asked first for PyTorch, for a build of its own. Empty for the same as the packages."
        placeholder="https://torch.example.org/whl/cpu"
        source={sources.sources.torch}
        kept={kept}
      />
      <SourceFields
        name="proxy"
        title="Proxy"
        hint="Everything goes through it. Empty for what this system says."
        placeholder="http://proxy.example.org:3128"
        source={sources.sources.proxy}
        kept={kept}
      />
      <div className="row gap-3">
        <Switch
          label="Trust this system’s certificates"
          checked={sources.systemCertificates}
          onChange={(systemCertificates) => change.mutate({ systemCertificates })}
        />
        <span>
          Trust this system’s certificates
          <span className="muted">
            , where a network puts its own in between. Otherwise uv has its own list.
          </span>
        </span>
      </div>
      {change.error && <ErrorNote className="mt-2" error={change.error} />}
    </div>
  )
}

const Answer = ({ what, answer }: { what: string; answer: SourceAnswer }) =>
  answer.state === 'answered' ? (
    <Note
      kind="ok"
      title={`${what}: ${answer.host} answered in ${(answer.elapsedMs / 1000).toFixed(1)} s.`}
    >
      It has {answer.found}.
    </Note>
  ) : (
    <Note
      kind="stop"
      title={answer.error.message}
      actions={<CopyDetails envelope={answer.error} />}
    >
      {answer.error.remedy?.text}
    </Note>
  )

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

const sayWhence = ({ sources: { index, torch, proxy } }: PackageSources): string => {
  const packages = index.url === '' ? 'uv’s own index' : hostOf(index.url)
  const own = torch.url === '' ? '' : `, PyTorch from ${hostOf(torch.url)}`
  const way = proxy.url === '' ? '' : `, through ${hostOf(proxy.url)}`
  return `Packages come from ${packages}${own}${way}.`
}
