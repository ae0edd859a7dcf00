import type { DeployPlan, LoadedModel, Proof } from '@contract/deployments'
import type { ChatMessage } from '@contract/generation'
import type { DeploymentChange, StoredDeployment } from './repository'

/** What a step of a target works with. */
export type TargetContext = {
  /** As it is stored now. */
  deployment: StoredDeployment
  /** The GGUF file in the registry. */
  file: string
  signal: AbortSignal
  progress: (fraction: number | null, message: string) => void
  log: (line: string) => void
  /** Writes a finding down at once, so that it is known after a crash. */
  save: (change: DeploymentChange) => Promise<void>
}

/** What a step did: “GGUF Q4_K_M, 2.5 GB, checked”; or why there was nothing to do. */
export type Done = string | { notNeeded: string }

/** @throws AppError, StepFailure */
export type TargetStep = (context: TargetContext) => Promise<Done>

/** Looks whether what a step did is still so; any doubt is a no. */
export type StillSo = (deployment: StoredDeployment) => Promise<boolean>

export type TunedAnswer = Proof['tuned'] & {
  /** The name with which the target answered. */
  echoed: string
  endedByItself: boolean
}

/** How a place looks before anything is brought there. */
export type Outlook = Pick<DeployPlan, 'folder' | 'placing'> & {
  ready: boolean
  sentence: string
  loaded: LoadedModel[]
  /** What would stop a deployment for certain; sentences. */
  problems: string[]
}

/** A place where a tuned model can answer: LM Studio, Ollama, or the built-in engine alone. */
export type Target = {
  /** How it is called within a sentence. */
  name: string
  /** False for the folder alone: the built-in engine answers then, and nothing else has loaded it. */
  standsOnStage: boolean
  /** `from`: a folder on the disk that the file will come from. */
  outlook: (modelName: string, from: string) => Promise<Outlook>
  place: TargetStep
  isPlaced: StillSo
  index: TargetStep
  isIndexed: StillSo
  load: TargetStep
  isLoaded: StillSo
  /** Its likeliest answer where it stands. @throws AppError, StepFailure */
  ask: (
    context: TargetContext,
    question: { messages: ChatMessage[]; maxTokens: number }
  ) => Promise<TunedAnswer>
  /** Of these, the ids of those that are loaded. Never throws: what cannot be asked is none. */
  loadedOf: (deployments: StoredDeployment[]) => Promise<Set<string>>
  /** Takes the model from memory. @throws AppError */
  unload: (deployment: StoredDeployment) => Promise<void>
  /** Takes away what `place` brought, and nothing else. @throws AppError */
  remove: (deployment: StoredDeployment, file: string | null) => Promise<void>
}
