import type { Deployment, DeploySource, DeployStep, Repair } from '@contract/deployments'
import { Quantization } from '@contract/models'
import { AppError } from '../../app-error'
import { fromJson, type Database, type Json, type Schema } from '../../database/schema'
import { Findings } from './findings'

/** A deployment without its job's state, which the runner knows best. */
export type StoredDeployment = Omit<Deployment, 'state'> & {
  source: DeploySource
  /** Instances that the person agreed to unload. */
  unload: string[]
  findings: Findings
}

/** @throws AppError `not_found` */
export async function getDeployment(db: Database, id: string): Promise<StoredDeployment> {
  const row = await live(db).where('id', '=', id).executeTakeFirst()
  if (!row) {
    throw new AppError({ code: 'not_found', message: 'This deployment is no longer there.' })
  }
  return fromRow(row)
}

/** Newest first; removed ones are not among them. */
export async function listDeployments(db: Database): Promise<StoredDeployment[]> {
  return (await live(db).orderBy('id', 'desc').execute()).map(fromRow)
}

const live = (db: Database) =>
  db.selectFrom('deployments').selectAll().where('deleted_at', 'is', null)

function fromRow(row: Schema['deployments']): StoredDeployment {
  return {
    id: row.id,
    target: row.target,
    source: fromJson(row.source),
    name: row.name,
    runId: row.run_id,
    adapterId: row.adapter_id,
    modelId: row.model_id,
    quantization: Quantization.parse(row.quantization),
    contextLength: row.context_length,
    contextReason: row.context_reason,
    jobId: row.job_id,
    steps: fromJson<DeployStep[]>(row.steps),
    unload: fromJson<string[]>(row.unload),
    repairs: fromJson<Repair[]>(row.repairs),
    findings: Findings.parse(fromJson(row.findings)),
    placedAt: row.placed_at,
    key: row.key,
    instanceId: row.instance_id,
    proof: orNull(row.proof),
    onStage: row.on_stage === 1,
    createdAt: row.created_at
  }
}

const orNull = <T>(json: Json<T> | null): T | null => (json === null ? null : fromJson(json))
