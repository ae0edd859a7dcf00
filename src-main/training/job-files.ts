import fs from 'node:fs'
import { ChatMessage } from '@contract/generation'
import { z } from 'zod'
import { writeWhole } from '../processes/whole-file'

/**
 * The trainer's job files, as `python-env/trainer/job.py` reads them. That file is the truth: it
 * checks every field again and refuses unknown ones.
 */
const everyJob = {
  /** Folder of `events.jsonl`, `log.txt` and the `stop` file. */
  runDir: z.string(),
  /** Name that the events carry. */
  stage: z.string()
}

const training = {
  ...everyJob,
  /** Folder in Hugging Face's layout. */
  baseModel: z.string(),
  /** Adapter to start from; null begins a new one. */
  adapter: z.string().nullable(),
  /** `adapter/` and `checkpoints/` appear in it. */
  outputDir: z.string(),
  data: z.string(),
  heldOut: z.string().nullable(),
  seed: z.int(),
  device: z.enum(['auto', 'cpu', 'mps', 'cuda']),
  precision: z.enum(['auto', 'fp32', 'bf16']),
  /** Of the frozen base. */
  quantization: z.enum(['none', 'nf4']),
  /** 0 leaves the number to torch. */
  threads: z.int().nonnegative(),
  lora: z.object({ r: z.int(), alpha: z.int(), dropout: z.number() }),
  learningRate: z.number().positive(),
  epochs: z.int().positive(),
  batchSize: z.int().positive(),
  maxSteps: z.int().positive().nullable(),
  maxLength: z.int().positive(),
  warmupSteps: z.int().nonnegative(),
  maxGradNorm: z.number().positive(),
  betas: z.tuple([z.number(), z.number()]),
  weightDecay: z.number().nonnegative(),
  /** Steps between evaluations. */
  evalEvery: z.int().nonnegative(),
  /** Steps between checkpoints. */
  saveEvery: z.int().nonnegative(),
  keepCheckpoints: z.int().positive(),
  result: z.enum(['last', 'best']),
  /** Evaluations without a better held-out loss that end the stage; 0 never does. */
  patience: z.int().nonnegative(),
  samplePrompts: z.array(z.array(ChatMessage)),
  sampleTokens: z.int().positive(),
  /** Steps between sample drafts; null at each evaluation, 0 never. */
  sampleEvery: z.int().nonnegative().nullable().default(null),
  sampleAtStart: z.boolean().default(true),
  /** Other tools that the figures are written for. */
  alsoWrite: z.array(z.enum(['tensorboard', 'wandb'])).default([]),
  /** A checkpoint of another run of the same rows, to go on from with other settings. */
  carryOn: z
    .object({ checkpoint: z.string(), rows: z.int().positive(), batchSize: z.int().positive() })
    .nullable()
    .default(null)
}

/** How firmly neutral prose is held to the base; the jobs of before there was a choice have none. */
const keepWeight = z.number().nonnegative().default(0)

export const TrainerJob = z.discriminatedUnion('command', [
  z.object({ ...training, command: z.literal('sft'), keepWeight }),
  z.object({
    ...training,
    command: z.literal('preference'),
    beta: z.number().positive(),
    sftWeight: z.number().nonnegative(),
    keepWeight,
    loss: z.enum(['sigmoid', 'plackettLuce'])
  }),
  z.object({
    ...training,
    command: z.literal('reward'),
    adapter: z.null(),
    loss: z.enum(['regression', 'bradleyTerry'])
  }),
  z.object({
    ...everyJob,
    command: z.literal('score'),
    baseModel: z.string(),
    adapter: z.string(),
    data: z.string(),
    device: training.device,
    precision: training.precision,
    threads: training.threads,
    /** Where the scores are written. */
    output: z.string()
  }),
  z.object({ ...everyJob, command: z.literal('base'), source: z.string(), outputDir: z.string() }),
  z.object({
    ...everyJob,
    command: z.literal('merge'),
    baseModel: z.string(),
    adapter: z.string(),
    outputDir: z.string()
  }),
  z.object({
    ...everyJob,
    command: z.literal('convert'),
    model: z.string(),
    converterDir: z.string(),
    output: z.string()
  }),
  z.object({
    ...everyJob,
    command: z.literal('convert-adapter'),
    baseModel: z.string(),
    adapter: z.string(),
    converterDir: z.string(),
    output: z.string()
  }),
  z.object({
    ...everyJob,
    command: z.literal('quantize'),
    source: z.string(),
    libraryDir: z.string(),
    quantization: z.enum(['Q4_K_M', 'Q5_K_M', 'Q6_K', 'Q8_0']),
    threads: z.int().nonnegative(),
    output: z.string()
  }),
  z.object({
    ...everyJob,
    command: z.literal('tokens'),
    model: z.string(),
    texts: z.array(z.string()),
    conversations: z.array(z.array(ChatMessage)),
    output: z.string()
  }),
  z.object({
    ...everyJob,
    command: z.literal('answer'),
    baseModel: z.string(),
    adapter: z.string().nullable(),
    prompts: z.array(z.array(ChatMessage)).min(1),
    /** An answer whose tokens the model is to foretell. */
    passage: z
      .object({ messages: z.array(ChatMessage), text: z.string() })
      .nullable()
      .default(null),
    maxTokens: z.int().positive(),
    threads: z.int().nonnegative(),
    output: z.string()
  })
])
export type TrainerJob = z.infer<typeof TrainerJob>

/** Writes the job where the trainer will read it; the file is whole or not there. Returns its path. */
export function writeJobFile(file: string, job: z.input<typeof TrainerJob>): string {
  writeWhole(file, JSON.stringify(TrainerJob.parse(job), null, 2))
  return file
}

/** @throws when the file is missing or is not a job: only the app writes these. */
export function readJobFile(file: string): TrainerJob {
  return TrainerJob.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
}

/** JSON lines, one row each. */
export function writeRows(file: string, rows: readonly object[]): void {
  writeWhole(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}
