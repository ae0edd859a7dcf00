import { z } from 'zod'

/** Every failure the app knows by name. A new one is added here and nowhere else. */
export const ErrorCode = z.enum([
  'invalid_input',
  'not_found',
  'conflict',
  'forbidden',
  'project_not_writable',
  'project_newer',
  'project_damaged',
  'project_in_use',
  'disk_full',
  'engine_unreachable',
  'engine_unauthorized',
  'engine_no_model',
  'engine_refused',
  'engine_crashed',
  'model_unreadable',
  'python_missing',
  'python_broken',
  'nothing_to_learn',
  'training_failed',
  'diverged',
  'out_of_memory',
  'export_failed',
  'hub_unreachable',
  'hub_unauthorized',
  'hub_gated',
  'hub_not_found',
  'hub_refused',
  'download_damaged',
  'cancelled',
  'internal'
])
export type ErrorCode = z.infer<typeof ErrorCode>

/** What the window can offer as a button beside the remedy. */
export const RemedyAction = z.enum([
  'retry',
  'open-engine-settings',
  'open-python-settings',
  'choose-project',
  'add-topics',
  'rank',
  'start-server',
  'load-model',
  'enter-token',
  'open-base-models'
])
export type RemedyAction = z.infer<typeof RemedyAction>

/**
 * How every failure crosses the bridge: `message` says what failed and why in a sentence,
 * `remedy.text` what to do next, `detail` what only a developer wants ("Copy details").
 */
export const ErrorEnvelope = z.object({
  code: ErrorCode,
  message: z.string(),
  detail: z.string().nullable(),
  remedy: z.object({ text: z.string(), action: RemedyAction.nullable() }).nullable()
})
export type ErrorEnvelope = z.infer<typeof ErrorEnvelope>
