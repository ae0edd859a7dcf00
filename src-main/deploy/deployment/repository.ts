import {
  DeployStepName,
  type Deployment,
  type DeploySource,
  type DeployStep,
  type Proof,
  type Repair
} from '@contract/deployments'
import { Quantization } from '@contract/models'
import { AppError } from '../../app-error'
import { fromJson, toJson, type Database, type Json, type Schema } from '../../database/schema'
import { Findings, questionIn } from './findings'

/** A deployment without its job's state, which the runner knows best. */
export type StoredDeployment = Omit<Deployment, 'state'> & {
  source: DeploySource
  /** Instances that the person agreed to unload. */
  unload: string[]
  findings: Findings
}

type NewDeployment = Pick<
  StoredDeployment,
  | 'id'
  | 'target'
  | 'source'
  | 'name'
  | 'runId'
  | 'adapterId'
  | 'modelId'
  | 'quantization'
  | 'contextLength'
  | 'contextReason'
  | 'jobId'
  | 'unload'
>

export async function insertDeployment(db: Database, deployment: NewDeployment): Promise<void> {
  await db
    .insertInto('deployments')
    .values({
      id: deployment.id,
      target: deployment.target,
      source: toJson(deployment.source),
      name: deployment.name,
      run_id: deployment.runId,
      adapter_id: deployment.adapterId,
      model_id: deployment.modelId,
      quantization: deployment.quantization,
      context_length: deployment.contextLength,
      context_reason: deployment.contextReason,
      job_id: deployment.jobId,
      steps: toJson(DeployStepName.options.map(untouched)),
      unload: toJson(deployment.unload),
      repairs: toJson<Repair[]>([]),
      findings: toJson(Findings.parse({})),
      placed_at: null,
      key: null,
      instance_id: null,
      proof: null,
      on_stage: 0,
      created_at: Date.now(),
      deleted_at: null
    })
    .execute()
}

export const untouched = (name: DeployStepName): DeployStep => ({
  name,
  state: 'todo',
  detail: null,
  seconds: null
})

export type DeploymentChange = Partial<
  Pick<
    StoredDeployment,
    | 'adapterId'
    | 'modelId'
    | 'jobId'
    | 'contextLength'
    | 'contextReason'
    | 'steps'
    | 'unload'
    | 'repairs'
    | 'placedAt'
    | 'key'
    | 'instanceId'
    | 'onStage'
  >
> & {
  quantization?: Quantization
  proof?: Proof | null
  /** Joined with what is known. */
  findings?: Partial<Findings>
  deletedAt?: number
}

export async function updateDeployment(
  db: Database,
  id: string,
  change: DeploymentChange
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { findings } = await getDeployment(transaction, id)
    const set = {
      ...(change.adapterId !== undefined && { adapter_id: change.adapterId }),
      ...(change.modelId !== undefined && { model_id: change.modelId }),
      ...(change.jobId !== undefined && { job_id: change.jobId }),
      ...(change.quantization && { quantization: change.quantization }),
      ...(change.contextLength !== undefined && { context_length: change.contextLength }),
      ...(change.contextReason !== undefined && { context_reason: change.contextReason }),
      ...(change.steps && { steps: toJson(change.steps) }),
      ...(change.unload && { unload: toJson(change.unload) }),
      ...(change.repairs && { repairs: toJson(change.repairs) }),
      ...(change.placedAt !== undefined && { placed_at: change.placedAt }),
      ...(change.key !== undefined && { key: change.key }),
      ...(change.instanceId !== undefined && { instance_id: change.instanceId }),
      ...(change.proof !== undefined && { proof: change.proof && toJson(change.proof) }),
      ...(change.onStage !== undefined && {
        on_stage: change.onStage ? (1 as const) : (0 as const)
      }),
      ...(change.deletedAt !== undefined && { deleted_at: change.deletedAt }),
      findings: toJson({ ...findings, ...change.findings })
    }
    await transaction.updateTable('deployments').set(set).where('id', '=', id).execute()
  })
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
  const findings = Findings.parse(fromJson(row.findings))
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
    findings,
    placedAt: row.placed_at,
    key: row.key,
    instanceId: row.instance_id,
    question: questionIn(findings.questions[0] ?? []),
    proof: orNull(row.proof),
    onStage: row.on_stage === 1,
    createdAt: row.created_at
  }
}

const orNull = <T>(json: Json<T> | null): T | null => (json === null ? null : fromJson(json))
