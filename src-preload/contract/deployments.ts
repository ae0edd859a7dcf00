import { z } from 'zod'
import { Id, Nothing, Timestamp } from './common'
import { JobState } from './jobs'
import { Quantization } from './models'
import { runStart } from './training'

/** Where a tuned model goes: into LM Studio, into Ollama, or into a folder to be carried there by hand. */
export const DeployTarget = z.enum(['lmstudio', 'ollama', 'folder'])
export type DeployTarget = z.infer<typeof DeployTarget>

/** From a ranking to an answer; each is stored, so that a retry goes on at the one that failed. */
export const DeployStepName = z.enum([
  'train',
  'merge',
  'convert',
  'place',
  'index',
  'load',
  'prove'
])
export type DeployStepName = z.infer<typeof DeployStepName>

export const DeployStep = z.object({
  name: DeployStepName,
  state: z.enum(['todo', 'now', 'done', 'failed']),
  /** What it did or waits for, such as “GGUF Q4_K_M, 2.5 GB, checked”; null before it begins. */
  detail: z.string().nullable(),
  /** Null before it begins, and where it was done already. */
  seconds: z.number().nullable()
})
export type DeployStep = z.infer<typeof DeployStep>

/** A model that the target holds in memory. */
export const LoadedModel = z.object({
  /** Names this instance; one model can be loaded twice. */
  instanceId: z.string(),
  name: z.string(),
  sizeBytes: z.int().nullable()
})
export type LoadedModel = z.infer<typeof LoadedModel>

/** What can be done about the step that failed; the first of a list is the one to offer first. */
export const Repair = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('retry') }),
  z.object({ kind: z.literal('startServer') }),
  z.object({ kind: z.literal('enterToken') }),
  z.object({ kind: z.literal('smallerContext'), contextLength: z.int() }),
  z.object({ kind: z.literal('unloadOthers'), models: z.array(LoadedModel).min(1) }),
  /** Another quantization, because this one does not fit or does not pass its checks. */
  z.object({ kind: z.literal('quantization'), quantization: Quantization }),
  /** The file is whole: it can be shown, and copied to `folder` by hand. */
  z.object({ kind: z.literal('showFile'), file: z.string(), folder: z.string().nullable() })
])
export type Repair = z.infer<typeof Repair>

const ProofAnswer = z.object({
  model: z.string(),
  text: z.string(),
  tokensPerSecond: z.number().nullable(),
  firstTokenMs: z.number().nullable()
})

/** One question at temperature 0, asked of the base and of the tuned model where it now stands. */
export const Proof = z.object({
  question: z.string(),
  /** Null where the base could not be asked. */
  base: ProofAnswer.nullable(),
  tuned: ProofAnswer,
  /** The name with which the target answered. */
  echoedModel: z.string(),
  checks: z.array(
    z.object({
      name: z.enum(['namedItself', 'endedCleanly', 'noTemplateTokens', 'notTheBase', 'asEmbedded']),
      passed: z.boolean(),
      /** A sentence, also where it passed. */
      detail: z.string()
    })
  ),
  at: Timestamp
})
export type Proof = z.infer<typeof Proof>

export const Deployment = z.object({
  id: Id,
  target: DeployTarget,
  /** Of the model, such as `calm-engineer v3`. */
  name: z.string(),
  runId: Id.nullable(),
  /** Null while the run still trains. */
  adapterId: Id.nullable(),
  /** The GGUF file in the registry; null until it is made. */
  modelId: Id.nullable(),
  quantization: Quantization,
  /** In tokens, and a sentence that says where the number comes from. */
  contextLength: z.int(),
  contextReason: z.string(),
  jobId: Id,
  state: JobState,
  steps: z.array(DeployStep).length(DeployStepName.options.length),
  /** Empty unless a step failed. */
  repairs: z.array(Repair),
  /** The file in the target's folder; null until it is placed. */
  placedAt: z.string().nullable(),
  /** What the target calls the model, and this instance of it. */
  key: z.string().nullable(),
  instanceId: z.string().nullable(),
  /** What it will be asked; another one where an answer is no evidence. */
  question: z.string(),
  proof: Proof.nullable(),
  /** Proved, and loaded when it was last looked at. */
  onStage: z.boolean(),
  createdAt: Timestamp
})
export type Deployment = z.infer<typeof Deployment>

/** What is deployed: a run to be started with it, a run that is there, an adapter, or a finished file. */
export const DeploySource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('newRun'), run: z.object(runStart) }),
  z.object({ from: z.literal('run'), runId: Id }),
  z.object({ from: z.literal('adapter'), adapterId: Id }),
  z.object({ from: z.literal('file'), modelId: Id })
])
export type DeploySource = z.infer<typeof DeploySource>

const QUANTIZATIONS = Quantization.extract(['F16', 'Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M'])

export const DeployPlan = z.object({
  name: z.string(),
  target: DeployTarget,
  /** Whether the target is there at all; where it is not, a sentence that says what to do. */
  targetState: z.object({ ready: z.boolean(), sentence: z.string() }),
  /** The folder that the file goes to; null where the target takes it another way. */
  folder: z.string().nullable(),
  /** How the file gets there: a link on the same disk takes no space. */
  placing: z.enum(['link', 'copy', 'upload']),
  neededBytes: z.int(),
  freeBytes: z.int(),
  quantizations: z.array(
    z.object({ quantization: QUANTIZATIONS, sizeBytes: z.int(), note: z.string() })
  ),
  contextLength: z.int(),
  contextReason: z.string(),
  /** Named before any of them is unloaded. */
  loaded: z.array(LoadedModel),
  /** Sentences; a deployment can start when there are none. */
  problems: z.array(z.string())
})
export type DeployPlan = z.infer<typeof DeployPlan>

export const deploymentCalls = {
  /** Newest first. */
  'deployments.list': { input: Nothing, output: z.array(Deployment) },
  'deployments.get': { input: z.object({ id: Id }), output: Deployment },
  /** What would happen, and what stands in its way. Changes nothing. */
  'deployments.plan': {
    input: z.object({ source: DeploySource, target: DeployTarget.default('lmstudio') }),
    output: DeployPlan
  },
  /** Train, merge, convert, place, index, load, prove: as one job, as far as each is not done yet. */
  'deployments.start': {
    input: z.object({
      source: DeploySource,
      target: DeployTarget.default('lmstudio'),
      quantization: QUANTIZATIONS.default('Q4_K_M'),
      /** In tokens; chosen from the rankings' longest rows when left out. */
      contextLength: z.int().min(512).max(1_048_576).optional(),
      /** Instances that the person agreed to unload first. */
      unload: z.array(z.string()).default([])
    }),
    output: Deployment
  },
  /** Goes on at the step that failed, with what a repair changes. */
  'deployments.retry': {
    input: z.object({
      id: Id,
      contextLength: z.int().min(512).max(1_048_576).optional(),
      quantization: QUANTIZATIONS.optional(),
      unload: z.array(z.string()).default([])
    }),
    output: Deployment
  },
  'deployments.stop': { input: z.object({ id: Id }), output: Deployment },
  /** Takes the model from memory; the file stays where it was placed. */
  'deployments.unload': { input: z.object({ id: Id }), output: Deployment },
  /** Takes our own placed file away again; other files are never touched. */
  'deployments.remove': { input: z.object({ id: Id }), output: Nothing },
  /** Looks whether what stands on stage is still loaded. */
  'deployments.look': { input: Nothing, output: z.array(Deployment) }
}
