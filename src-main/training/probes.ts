import os from 'node:os'
import type { RunSettings, Stage } from '@contract/run-settings'
import type { ProbeResult } from '@contract/training'
import { newId } from '../database/ids'
import { fromJson, toJson, type Database } from '../database/schema'

export type Probe = {
  stage: Stage
  settings: RunSettings
  /** With the tokens of the longest row it was measured on. */
  result: ProbeResult & { rowTokens: number }
  at: number
}

/** What a measurement holds for: another processor or other memory would give another. */
export const thisMachine = (): string =>
  [
    process.platform,
    process.arch,
    os.cpus()[0]?.model.trim() ?? 'unknown processor',
    `${String(os.availableParallelism())} threads`,
    `${String(Math.round(os.totalmem() / 2 ** 30))} GiB`
  ].join(', ')

export async function saveProbe(
  db: Database,
  { baseModelId, stage, settings, result }: Omit<Probe, 'at'> & { baseModelId: string }
): Promise<void> {
  await db
    .insertInto('probes')
    .values({
      id: newId(),
      machine: thisMachine(),
      base_model_id: baseModelId,
      stage,
      settings: toJson(settings),
      result: toJson(result),
      created_at: Date.now()
    })
    .execute()
}

/** The newest of this machine and base that was made with the same device and precision asked. */
export async function findProbe(
  db: Database,
  baseModelId: string,
  { device, precision }: Pick<RunSettings, 'device' | 'precision'>
): Promise<Probe | null> {
  const rows = await db
    .selectFrom('probes')
    .selectAll()
    .where('machine', '=', thisMachine())
    .where('base_model_id', '=', baseModelId)
    .orderBy('id', 'desc')
    .execute()
  const probes = rows.map((row) => ({
    stage: row.stage,
    settings: fromJson(row.settings),
    result: fromJson(row.result),
    at: row.created_at
  }))
  return (
    probes.find(({ settings }) => settings.device === device && settings.precision === precision) ??
    null
  )
}
