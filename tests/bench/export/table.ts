import fs from 'node:fs'
import path from 'node:path'
import type { Taken } from './chain'

const file = path.resolve(import.meta.dirname, '../../../docs/benchmarks.md')
const BEGIN = '<!-- export: written by npm run bench -- export -->'
const END = '<!-- /export -->'

export type Beside = { what: string; ours: Taken; plain: Taken }
export type Large = Record<'answers' | 'merge' | 'convert', Taken> & {
  layers: number
  /** Of its weights on disk. */
  bytes: number
}

/** Puts what was measured into docs/benchmarks.md, in place of the tables before. */
export function writeTables({
  rounds,
  beside,
  large,
  limitMb
}: {
  rounds: number
  beside: readonly Beside[]
  large: Large
  limitMb: number
}): void {
  const lines = [
    `SmolLM2 135M and an adapter of r 16 on all linear layers, one thread; ${rounds === 1 ? 'one round' : `medians of ${String(rounds)} rounds in turn`}. The plain way is PEFT’s \`merge_and_unload\`, \`save_pretrained\`, the converter and libllama’s quantizer, each as a program of its own as well.`,
    '',
    '| what | plain: processor (clock), most memory | Understudy | processor time | memory |',
    '| --- | --- | --- | --- | --- |',
    ...beside.map(
      ({ what, ours, plain }) =>
        `| ${what} | ${both(plain)} | ${both(ours)} | ${times(plain.cpuSeconds / ours.cpuSeconds)} | ${times(plain.peakMb / ours.peakMb)} |`
    ),
    '',
    `Random weights in the shape of Llama 3.1 8B, ${String(large.layers)} of its 32 layers (${gigabytes(large.bytes)} of weights), LoRA r 16 on all linear layers. Memory is what the step’s processes held resident together at their worst moment; of their own is without the files that they map, which the system lets go of when it needs the room.`,
    '',
    '| step | most memory | of their own | limit | time of the processor |',
    '| --- | --- | --- | --- | --- |',
    row('five questions before', large.answers, limitMb),
    row('merge', large.merge, limitMb),
    row('convert', large.convert, limitMb)
  ]
  const text = fs.readFileSync(file, 'utf8')
  const start = text.indexOf(BEGIN)
  const end = text.indexOf(END)
  if (start === -1 || end === -1) throw new Error(`${file} has no place for the tables.`)
  const tables = `${BEGIN}\n\n${lines.join('\n')}\n\n${END}`
  fs.writeFileSync(file, text.slice(0, start) + tables + text.slice(end + END.length))
}

const row = (step: string, { peakMb, ownMb, cpuSeconds }: Taken, limitMb: number): string =>
  `| ${step} | ${megabytes(peakMb)} | ${megabytes(ownMb)} | ${megabytes(limitMb)} | ${cpuSeconds.toFixed(0)} s |`

const both = ({ cpuSeconds, wallSeconds, peakMb }: Taken): string =>
  `${cpuSeconds.toFixed(1)} s (${wallSeconds.toFixed(1)} s), ${megabytes(peakMb)}`

const times = (ratio: number): string => `${ratio.toFixed(2)}×`
const megabytes = (mb: number): string => `${Math.round(mb).toLocaleString('en')} MB`
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`
