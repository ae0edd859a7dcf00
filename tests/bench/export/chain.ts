import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { llamaLibraryDir } from '../../../src-main/deploy/llama-library'

const root = path.resolve(import.meta.dirname, '../../..')
const python = path.join(root, 'python-env/.venv-dev/bin/python')
const converterDir = path.join(root, 'resources/fetched/llama.cpp')

const Taken = z.object({ wallSeconds: z.number(), cpuSeconds: z.number(), peakMb: z.number() })
/** What a command took: on the clock, on the processor, and in memory at its worst moment. */
export type Taken = z.infer<typeof Taken>

/** Runs a script of this folder, unmeasured. */
export function runScript(name: string, ...args: string[]): void {
  execFileSync(python, [path.join(import.meta.dirname, name), ...args], settings())
}

/** One command of the trainer, as the app starts it, in a process of its own. */
export function runStage(folder: string, command: string, job: object): Taken {
  fs.mkdirSync(path.join(folder, 'run'), { recursive: true })
  const file = path.join(folder, `${command}.json`)
  fs.writeFileSync(file, JSON.stringify({ command, runDir: path.join(folder, 'run'), ...job }))
  return measured([python, '-m', 'trainer', command, file])
}

/** The app's way: merge, convert, quantize, each in a process of its own. */
export function exportOurWay(base: string, adapter: string, folder: string): Taken {
  const merged = path.join(folder, 'merged')
  const f16 = path.join(folder, 'f16.gguf')
  return together([
    runStage(folder, 'merge', { baseModel: base, adapter, outputDir: merged }),
    runStage(folder, 'convert', { model: merged, converterDir, output: f16 }),
    runStage(folder, 'quantize', {
      source: f16,
      libraryDir: llamaLibraryDir(),
      quantization: 'Q4_K_M',
      threads: 1,
      output: path.join(folder, 'q4.gguf')
    })
  ])
}

/** The way of the guides. */
export function exportThePlainWay(base: string, adapter: string, folder: string): Taken {
  fs.mkdirSync(folder, { recursive: true })
  const script = path.join(import.meta.dirname, 'plain.py')
  return measured([python, script, base, adapter, folder, converterDir, llamaLibraryDir()])
}

/** Merge and conversion of a large model; the base is deleted once it is merged, to save the disk. */
export function exportLarge(base: string, adapter: string, folder: string): [Taken, Taken] {
  const model = path.join(folder, 'merged')
  const merge = runStage(folder, 'merge', { baseModel: base, adapter, outputDir: model })
  fs.rmSync(base, { recursive: true })
  const output = path.join(folder, 'f16.gguf')
  return [merge, runStage(folder, 'convert', { model, converterDir, output })]
}

function together(parts: readonly Taken[]): Taken {
  const sum = (of: (part: Taken) => number): number =>
    parts.reduce((total, part) => total + of(part), 0)
  return {
    wallSeconds: sum(({ wallSeconds }) => wallSeconds),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakMb: Math.max(...parts.map(({ peakMb }) => peakMb))
  }
}

function measured(command: string[]): Taken {
  const script = path.join(import.meta.dirname, 'measure.py')
  const out = execFileSync(python, [script, ...command], settings())
  return Taken.parse(JSON.parse(out.trim().split('\n').at(-1) ?? ''))
}

const settings = () => ({
  cwd: path.join(root, 'python-env'),
  encoding: 'utf8' as const,
  stdio: ['ignore' as const, 'pipe' as const, 'ignore' as const],
  maxBuffer: 64e6,
  env: {
    ...process.env,
    PYTHONPATH: path.join(root, 'python-env'),
    OMP_NUM_THREADS: '1',
    OMP_WAIT_POLICY: 'PASSIVE',
    HF_HUB_OFFLINE: '1'
  }
})
