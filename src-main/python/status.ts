import fs from 'node:fs'
import path from 'node:path'
import type { Job } from '@contract/jobs'
import type { PythonCheck, PythonProbe, PythonStatus } from '@contract/python'
import { checks, type Check } from './checks'
import { readProbe, type Environment } from './environment'

/** What the files and the latest build say of the environment, without starting anything. */
export function statusOf({
  environment,
  uv,
  latestBuild
}: {
  environment: Environment
  uv: string
  latestBuild: Job | null
}): PythonStatus {
  const probe = readProbe(environment)
  const build = latestBuild?.state
  const building = build?.status === 'queued' || build?.status === 'running'
  const failed = build?.status === 'failed' && probe === null ? build : null
  // A job may begin at a later check, or with a bundle: so by name, and not by place.
  const failedAt = failed ? latestBuild?.steps[failed.step]?.name : undefined
  const failedCheck = checks.some(({ name }) => name === failedAt)
  const present = fs.existsSync(environment.dir)
  return {
    state: stateOf({ building, ready: probe !== null, present: present || failedCheck }),
    path: environment.dir,
    checks: checks.map((check) => {
      if (probe && !building) return ok(check, probe)
      if (failed && check.name === failedAt)
        return { ...nameOf(check), state: 'failed', detail: failed.error.message }
      return look({ check, environment, uv })
    }),
    probe,
    trackers: ['tensorboard', 'wandb'].every((name) => sitePackages(environment.dir).includes(name))
  }
}

function stateOf(is: {
  building: boolean
  ready: boolean
  present: boolean
}): PythonStatus['state'] {
  if (is.building) return 'building'
  if (is.ready) return 'ready'
  return is.present ? 'broken' : 'absent'
}

const nameOf = ({ name, title }: Check): Pick<PythonCheck, 'name' | 'title'> => ({ name, title })

/** All is well: what the probe found, part by part. */
function ok(check: Check, probe: PythonProbe): PythonCheck {
  const details: Record<PythonCheck['name'], string> = {
    uv: 'In the app',
    interpreter: probe.python,
    torch: probe.torch,
    packages: `transformers ${probe.transformers}, peft ${probe.peft}`,
    probe: `${probe.deviceName} (${probe.device})`
  }
  return { ...nameOf(check), state: 'ok', detail: details[check.name] }
}

/** What a glance at the files tells; the job looks closely. */
function look({
  check,
  environment: { dir, python },
  uv
}: {
  check: Check
  environment: Environment
  uv: string
}): PythonCheck {
  const found: Record<PythonCheck['name'], boolean | null> = {
    uv: fs.existsSync(uv),
    interpreter: fs.existsSync(python),
    torch: sitePackages(dir).some((name) => name.startsWith('torch-')),
    packages: sitePackages(dir).some((name) => name.startsWith('peft-')),
    probe: null
  }
  const state = { true: 'ok', false: 'missing', null: 'waiting' } as const
  return { ...nameOf(check), state: state[`${found[check.name] ?? 'null'}`], detail: '' }
}

function sitePackages(dir: string): string[] {
  const lib = path.join(dir, 'lib')
  const versions = fs.existsSync(lib) ? fs.readdirSync(lib) : []
  return versions.flatMap((version) => {
    const packages = path.join(lib, version, 'site-packages')
    return fs.existsSync(packages) ? fs.readdirSync(packages) : []
  })
}
