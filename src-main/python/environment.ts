import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { PythonProbe } from '@contract/python'

/** Installed apart from the lock, because its build depends on the device. */
export const TORCH_VERSION = '2.13.0'

/**
 * Where one version of the environment lies: a folder named by all that decides what is in it. A
 * changed lock is another folder, so the old environment stays whole until the new one has proved
 * itself, and beyond.
 */
export type Environment = {
  dir: string
  /** The interpreter inside. */
  python: string
  /** Written when the probe has passed, removed before anything in the folder is changed. */
  marker: string
}

/** The environment that this version of the app uses. */
export type CurrentEnvironment = Environment & {
  requirements: string
  /** The same packages with those that write other tools' files. */
  withTrackers: string
  /** Is there once the person has asked for those. */
  trackersAsked: string
  /** Held by the process that builds. */
  lock: string
}

export function environmentOf({
  dataDir,
  trainerDir
}: {
  dataDir: string
  trainerDir: string
}): CurrentEnvironment {
  const requirements = path.join(trainerDir, 'requirements.txt')
  const hash = createHash('sha256')
    .update(fs.readFileSync(requirements))
    .update(`\ntorch==${TORCH_VERSION}\n${process.platform}-${process.arch}`)
    .digest('hex')
    .slice(0, 16)
  return {
    ...environmentIn(path.join(dataDir, 'python', hash)),
    requirements,
    withTrackers: path.join(trainerDir, 'requirements-trackers.txt'),
    trackersAsked: path.join(dataDir, 'python', `${hash}.trackers`),
    lock: path.join(dataDir, 'python', `${hash}.lock`)
  }
}

/** Any environment, also one of another version of the app. */
export const environmentIn = (dir: string): Environment => ({
  dir,
  python: path.join(dir, 'bin', 'python'),
  marker: path.join(dir, 'probe.json')
})

/** What the probe found; null while the environment is not whole. */
export function readProbe({ marker, python }: Environment): PythonProbe | null {
  // The interpreter is a link to one of the system's, which can be uninstalled under it.
  if (!fs.existsSync(python)) return null
  try {
    return PythonProbe.parse(JSON.parse(fs.readFileSync(marker, 'utf8')))
  } catch {
    return null
  }
}

/** From here on the environment is whole. */
export function writeProbe({ marker }: Environment, probe: PythonProbe): void {
  const staged = `${marker}.part`
  fs.writeFileSync(staged, JSON.stringify(probe, null, 2), { flush: true })
  fs.renameSync(staged, marker)
}

/** From here on, and until the next probe, it is not. */
export function dropProbe({ marker }: Environment): void {
  fs.rmSync(marker, { force: true })
}

/**
 * What any child that runs the trainer sees. Compiled modules go beside the environment: the app's
 * own folder must not change, and without them every start compiles torch and transformers anew,
 * which takes longer than loading them. The probe loads what training loads, so that even the first
 * run finds it compiled: 5 s of the processor instead of 12, for nothing. (uv's `--compile-bytecode`
 * compiles every module there is: 21 s and 240 MB more.)
 */
export function trainerEnv(python: string, trainerDir: string): NodeJS.ProcessEnv {
  return {
    PYTHONHOME: undefined,
    PYTHONPATH: trainerDir,
    PYTHONPYCACHEPREFIX: path.join(path.dirname(python), '..', 'pycache'),
    PYTHONDONTWRITEBYTECODE: undefined,
    PYTHONUNBUFFERED: '1',
    PYTHONUTF8: '1',
    HF_HUB_OFFLINE: '1',
    TRANSFORMERS_OFFLINE: '1',
    OMP_WAIT_POLICY: 'PASSIVE',
    // On Apple silicon torch may by default take 1.7 times the memory the system recommends.
    PYTORCH_MPS_HIGH_WATERMARK_RATIO: '1.0',
    PYTORCH_MPS_LOW_WATERMARK_RATIO: '0.9'
  }
}
