import type { Kysely } from 'kysely'
import type { DraftOrigin, Writer } from '@contract/generation'
import type { JobKind, JobState } from '@contract/jobs'
import type { DeploySource, DeployStep, DeployTarget, Proof, Repair } from '@contract/deployments'
import type { FileCheck, Model, ModelOrigin } from '@contract/models'
import type { Preset, RunSettings, Stage } from '@contract/run-settings'
import type { Halt, ProbeResult, RunData, StageSummary } from '@contract/training'
import type { Tag } from '@contract/personas'

/**
 * Tables as SQLite holds them. Ids are UUIDv7 text, times integer milliseconds UTC, booleans 0 or 1,
 * structured values JSON text (named with the type they hold).
 */
export type Schema = {
  personas: {
    id: string
    name: string
    description: string
    tags: Json<Tag[]>
    keep_out: Json<string[]>
    /** Its own writer; null for the default of the settings. */
    writer: Json<Writer> | null
    drafts_per_topic: number | null
    sample: 0 | 1
    created_at: number
    updated_at: number
    deleted_at: number | null
  }
  topics: {
    id: string
    persona_id: string
    title: string
    prompt: string
    kind: string | null
    /** Why the last writing stopped short; null when it did not. */
    stopped_reason: string | null
    created_at: number
    updated_at: number
    deleted_at: number | null
  }
  drafts: {
    id: string
    topic_id: string
    /** All drafts of one writing share it (the id of its job): a topic written twice has two sets. */
    set_id: string
    variant_index: number
    text: string
    parent_draft_id: string | null
    /** The draft that was written in its place. */
    replaced_by: string | null
    cut_short: 0 | 1
    origin: Json<DraftOrigin>
    created_at: number
  }
  rankings: {
    id: string
    topic_id: string
    /** Which writing of the topic was ranked. */
    set_id: string
    /** Draft ids from best to worst; one group's drafts are tied. An edit stands first, alone. */
    groups: Json<string[][]>
    /** How many ordered pairs the groups make. */
    pairs: number
    presentation: Json<string[]>
    /** Seed of the shuffle. */
    seed: number
    elapsed_ms: number
    app_version: string
    /** The person's edit made with this ranking. */
    edit_draft_id: string | null
    /** The accepted drafts, when the person accepted and rejected instead of ordering. */
    accepted: Json<string[]> | null
    /** The ranking that this one repeats days later, to measure self-agreement: not learned from. */
    repeat_of: string | null
    created_at: number
    /** The ranking that took this one's place, or its own id when it was undone. */
    superseded_by: string | null
    superseded_at: number | null
  }
  comments: {
    id: string
    topic_id: string
    draft_id: string | null
    text: string
    created_at: number
    updated_at: number
    deleted_at: number | null
  }
  /** What the topic's latest set of drafts has come to. Kept by triggers: only ever read. */
  topic_states: {
    topic_id: string
    set_id: string | null
    drafts: number
    ranking_id: string | null
    /** Of all current rankings of the topic, earlier sets included. */
    pairs: number
  }
  runs: {
    id: string
    number: number
    name: string
    persona_id: string | null
    base_model_id: string
    preset: Preset
    settings: Json<RunSettings> | null
    notes: string
    data: Json<RunData>
    job_id: string
    sft: Json<StageSummary> | null
    dpo: Json<StageSummary> | null
    reward: Json<StageSummary> | null
    adapter_id: string | null
    reward_model_id: string | null
    continued_from: string | null
    halt: Halt | null
    created_at: number
    deleted_at: number | null
  }
  models: {
    id: string
    kind: Model['kind']
    name: string
    parent_id: string | null
    run_id: string | null
    /** Relative to the project folder when inside it, absolute otherwise. */
    path: string
    size_bytes: number
    quantization: string | null
    licence: string | null
    canary_agrees: 0 | 1 | null
    checks: Json<FileCheck[]>
    /** Where a downloaded base came from. */
    origin: Json<ModelOrigin> | null
    created_at: number
    deleted_at: number | null
  }
  /** A model brought somewhere, step by step. */
  deployments: {
    id: string
    target: DeployTarget
    source: Json<DeploySource>
    name: string
    run_id: string | null
    adapter_id: string | null
    model_id: string | null
    quantization: string
    context_length: number
    context_reason: string
    job_id: string
    steps: Json<DeployStep[]>
    /** Instances that the person agreed to unload. */
    unload: Json<string[]>
    /** What can be done about the step that failed. */
    repairs: Json<Repair[]>
    /** What the steps need to know of each other; see `deploy/deployment/findings.ts`. */
    findings: Json<unknown>
    /** Absolute: it lies in another program's folder. */
    placed_at: string | null
    key: string | null
    instance_id: string | null
    proof: Json<Proof> | null
    on_stage: 0 | 1
    created_at: number
    deleted_at: number | null
  }
  /** What a reward model thinks of a draft. */
  draft_scores: { draft_id: string; model_id: string; score: number; created_at: number }
  /** What training was measured to take on a machine. */
  probes: {
    id: string
    machine: string
    base_model_id: string
    stage: Stage
    settings: Json<RunSettings>
    result: Json<ProbeResult & { rowTokens: number }>
    created_at: number
  }
  jobs: {
    id: string
    kind: JobKind
    title: string
    subject_id: string | null
    input: Json<unknown>
    steps: Json<{ name: string; title: string }[]>
    state: Json<JobState>
    /** Repeats `state.status`, so that it can be indexed. */
    status: JobState['status']
    created_at: number
    started_at: number | null
  }
  settings: { key: string; value: Json<unknown> }
}

export type Database = Kysely<Schema>

/** JSON text that holds a T. */
export type Json<T> = string & { readonly __holds?: T }

export const toJson = <T>(value: T): Json<T> => JSON.stringify(value)

/** Reads back what `toJson` wrote; the column's type says what it holds. */
// The cast is the boundary: the app alone writes these columns, through `toJson`.
export const fromJson = <T>(text: Json<T>): T => JSON.parse(text) as T
