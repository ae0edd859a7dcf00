import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { canaryConversations } from '../../../src-main/deploy/canary-prompts'
import { checkPassage } from '../../../src-main/deploy/checks/questions'
import { llamaLibraryDir } from '../../../src-main/deploy/llama-library'

const root = path.resolve(import.meta.dirname, '../../..')
const python = path.join(root, 'python-env/.venv-dev/bin/python')
const converterDir = path.join(root, 'resources/fetched/llama.cpp')
/** Every further one takes the same again, and no more memory. */
const ANSWER_TOKENS = 4

const Taken = z.object({
  wallSeconds: z.number(),
  cpuSeconds: z.number(),
  peakMb: z.number(),
  /** Without the files that are mapped. */
  ownMb: z.number()
})
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
export function exportOurWay(
  base: string,
  adapter: string,
  folder: string
): { whole: Taken; merge: Taken } {
  const merged = path.join(folder, 'merged')
  const f16 = path.join(folder, 'f16.gguf')
  const merge = runStage(folder, 'merge', { baseModel: base, adapter, outputDir: merged })
  const rest = [
    runStage(folder, 'convert', { model: merged, converterDir, output: f16 }),
    runStage(folder, 'quantize', {
      source: f16,
      libraryDir: llamaLibraryDir(),
      quantization: 'Q4_K_M',
      threads: 1,
      output: path.join(folder, 'q4.gguf')
    })
  ]
  return { whole: together([merge, ...rest]), merge }
}

/** The way of the guides: the merge as a script of its own, then the converter and libllama. */
export function exportThePlainWay(
  base: string,
  adapter: string,
  folder: string
): { whole: Taken; merge: Taken } {
  fs.mkdirSync(folder, { recursive: true })
  const script = path.join(import.meta.dirname, 'plain.py')
  const step = (name: string, ...args: string[]): Taken => measured([python, script, name, ...args])
  const merged = path.join(folder, 'merged')
  const f16 = path.join(folder, 'f16.gguf')
  const merge = step('merge', base, adapter, merged)
  const rest = [
    measured([
      python,
      path.join(converterDir, 'convert_hf_to_gguf.py'),
      merged,
      ...['--outtype', 'f16', '--outfile', f16]
    ]),
    step('quantize', llamaLibraryDir(), f16, path.join(folder, 'q4.gguf'))
  ]
  return { whole: together([merge, ...rest]), merge }
}

/** Questions, merge and conversion of a large model; the base is deleted once it is merged. */
export function exportLarge(
  base: string,
  adapter: string,
  folder: string
): { answers: Taken; merge: Taken; convert: Taken } {
  const model = path.join(folder, 'merged')
  const answers = runStage(folder, 'answer', {
    baseModel: base,
    adapter,
    prompts: canaryConversations(null),
    passage: checkPassage([]),
    maxTokens: ANSWER_TOKENS,
    threads: 1,
    output: path.join(folder, 'answers.json')
  })
  const merge = runStage(folder, 'merge', { baseModel: base, adapter, outputDir: model })
  fs.rmSync(base, { recursive: true })
  const output = path.join(folder, 'f16.gguf')
  return { answers, merge, convert: runStage(folder, 'convert', { model, converterDir, output }) }
}

function together(parts: readonly Taken[]): Taken {
  const sum = (of: (part: Taken) => number): number =>
    parts.reduce((total, part) => total + of(part), 0)
  return {
    wallSeconds: sum(({ wallSeconds }) => wallSeconds),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakMb: Math.max(...parts.map(({ peakMb }) => peakMb)),
    ownMb: Math.max(...parts.map(({ ownMb }) => ownMb))
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
