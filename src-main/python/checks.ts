import type { PythonCheckName } from '@contract/python'
import { execa } from 'execa'
import { AppError } from '../app-error'
import { dropProbe, TORCH_VERSION } from './environment'
import { findInterpreter } from './interpreter'
import {
  installPackages,
  installTorch,
  lockedPackages,
  probe,
  reinstall,
  withoutNetwork,
  type Anew,
  type CheckContext,
  type RepairContext
} from './repairs'
import { runUv, uvAgrees } from './uv'

/** One thing the environment needs: whether it is there, and how to put it there. */
export type Check = {
  name: PythonCheckName
  title: string
  /** Share of the time a first setup takes. */
  weight: number
  isOk: (context: CheckContext) => Promise<boolean>
  repair: (context: CheckContext, repair: RepairContext, how: { anew: Anew }) => Promise<void>
}

const uvCheck: Check = {
  name: 'uv',
  title: 'Installer (uv)',
  weight: 1,
  isOk: async ({ uv }) => starts(uv),
  repair: async ({ uv }) => {
    throw new AppError({
      code: 'python_broken',
      message: `The installer uv is missing from the app or does not start (${uv}), so nothing was installed.`,
      remedy: { text: 'Install Understudy again, then set Python up.' }
    })
  }
}

const interpreterCheck: Check = {
  name: 'interpreter',
  title: 'Python 3.11 or newer',
  weight: 2,
  isOk: async ({ environment: { python } }) => starts(python),
  repair: async (context, repair) => {
    const { environment, env, bundle } = context
    const { path: found, version } = await findInterpreter(env, { only: bundle?.python ?? null })
    repair.log(`Python ${version} at ${found}`)
    dropProbe(environment)
    const args = ['venv', '--clear', '--python', found, environment.dir]
    await runUv(withoutNetwork(context), args, { ...repair, what: 'A Python environment' })
  }
}

const torchCheck: Check = {
  name: 'torch',
  title: `PyTorch ${TORCH_VERSION}`,
  weight: 60,
  isOk: async ({ environment: { python } }) => {
    const script = 'import importlib.metadata as m; print(m.version("torch"))'
    const { exitCode, stdout } = await execa(python, ['-I', '-c', script], { reject: false })
    // The build's own suffix, such as +cpu, does not matter.
    return exitCode === 0 && stdout.split('+')[0] === TORCH_VERSION
  },
  repair: installTorch
}

const packagesCheck: Check = {
  name: 'packages',
  title: 'Training packages',
  weight: 30,
  // `pip check` alone is content with packages that are not there at all.
  isOk: async (context) => {
    const { environment } = context
    const asLocked = [...lockedPackages(environment), '--dry-run']
    const compatible = ['pip', 'check', '--python', environment.python]
    return (
      (await uvAgrees(withoutNetwork(context), asLocked, /Would make no changes/)) &&
      uvAgrees(withoutNetwork(context), compatible, /packages are compatible/)
    )
  },
  repair: installPackages
}

const probeCheck: Check = {
  name: 'probe',
  title: 'Everything loads',
  weight: 7,
  // Installed is not the same as working: this one looks every time.
  isOk: async () => false,
  repair: async (context, repair) => {
    for (const anew of ['install', 'fetch'] as const) {
      try {
        await probe(context, repair)
        return
      } catch (error) {
        repair.signal.throwIfAborted()
        dropProbe(context.environment)
        repair.log(error instanceof AppError ? (error.detail ?? error.message) : String(error))
        await reinstall(context, repair, { anew })
      }
    }
    await probe(context, repair)
  }
}

/** In the order of their need: each can rely on the ones before. */
export const checks: readonly Check[] = [
  uvCheck,
  interpreterCheck,
  torchCheck,
  packagesCheck,
  probeCheck
]

async function starts(file: string): Promise<boolean> {
  const { exitCode } = await execa(file, ['--version'], { reject: false, timeout: 15_000 })
  return exitCode === 0
}
