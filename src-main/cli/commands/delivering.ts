import type { Command } from 'commander'
import { DeployTarget, type Deployment } from '@contract/deployments'
import { Quantization } from '@contract/models'
import { AppError } from '../../app-error'
import { addCommand, onProject, type CommonOptions } from '../command'
import { findModel, findPersona } from '../find'
import { table } from '../terminal'
import { watchJob } from '../watch-job'

/** Exports, models and deployments: what comes after a ranking. */
export function addDeliveringCommands(program: Command): void {
  addCommand(program, 'export', 'the rankings as three JSONL files for other trainers')
    .argument('<folder>', 'gets export_sft.jsonl, export_dpo.jsonl and export_rm.jsonl')
    .option('--persona <name>', 'only this persona’s rankings')
    .option('--force', 'write over files that are there')
    .action((folder: string, options: CommonOptions & { persona?: string; force?: boolean }) =>
      onProject(options, async ({ call, tell }) => {
        const persona =
          options.persona === undefined ? null : await findPersona(call, options.persona)
        const result = await call('datasets.export', {
          folder,
          personaId: persona?.id ?? null,
          overwrite: options.force === true
        })
        tell(result, () =>
          table(result.files.map(({ path: file, rows }) => [file, `${String(rows)} rows`]))
        )
      })
    )

  addModels(program.command('models').description('bases, adapters and finished files'))

  addCommand(program, 'deploy', 'merge, convert, place, load and prove a tuned model')
    .argument('<model>', 'an adapter or a GGUF file, by name or id')
    .option('--to <target>', DeployTarget.options.join(', '), 'lmstudio')
    .option('--quantization <name>', 'F16, Q8_0, Q6_K, Q5_K_M or Q4_K_M', 'Q4_K_M')
    .option('--context <tokens>', 'chosen from the rankings when left out', Number)
    .action(deploy)
}

function addModels(models: Command): void {
  addCommand(models, 'list', 'all models, each under what it was made from', {
    isDefault: true
  }).action((options: CommonOptions) =>
    onProject(options, async ({ call, tell }) => {
      const all = await call('models.list', {})
      tell(all, () =>
        table(
          all.map(({ name, kind, quantization, sizeBytes, missing, id }) => [
            name,
            missing ? `${kind}, missing` : kind,
            quantization ?? '',
            `${(sizeBytes / 1e6).toFixed(0)} MB`,
            id
          ])
        )
      )
    })
  )
  addCommand(models, 'export', 'an adapter as checked GGUF files')
    .argument('<adapter>', 'by name or id')
    .option('--quantization <name...>', 'F16, Q8_0, Q6_K, Q5_K_M, Q4_K_M', ['Q4_K_M'])
    .action((name: string, options: CommonOptions & { quantization: string[] }) =>
      onProject(options, async ({ app, call, tell, json }) => {
        const { id } = await findAdapter(call, name)
        const { jobId } = await call('models.export', {
          adapterId: id,
          quantizations: options.quantization.map(quantizationOf)
        })
        await watchJob(app, jobId, { quiet: json })
        const files = (await call('models.list', {})).filter(({ kind }) => kind === 'gguf')
        tell(files, () => table(files.map((file) => [file.path, file.quantization ?? ''])))
      })
    )
  addCommand(models, 'rename', 'another name')
    .argument('<model>')
    .argument('<name>')
    .action((model: string, name: string, options: CommonOptions) =>
      onProject(options, async ({ call, tell }) => {
        const { id } = await findModel(call, model)
        const renamed = await call('models.rename', { id, name })
        tell(renamed, () => `It is called ${renamed.name} now.`)
      })
    )
  addCommand(
    models,
    'delete',
    'a model and what was made from it; without --yes, only what would go'
  )
    .argument('<model>')
    .option('--yes', 'delete the files for good')
    .action((name: string, options: CommonOptions & { yes?: boolean }) =>
      onProject(options, async ({ call, tell }) => {
        const { id } = await findModel(call, name)
        const deletion = await call('models.deletion', { id })
        const words = [
          ...deletion.models.map((model) => `${model.kind}: ${model.name}`),
          ...deletion.consequences,
          deletion.refusal ?? `Frees ${(deletion.freesBytes / 1e6).toFixed(0)} MB.`
        ]
        const deleted = options.yes === true && deletion.refusal === null
        if (deleted) await call('models.delete', { id })
        tell({ ...deletion, deleted }, () =>
          [...words, deleted ? 'Deleted.' : 'Nothing was deleted.'].join('\n')
        )
        if (options.yes === true && !deleted) process.exitCode = 1
      })
    )
}

type Deploying = CommonOptions & { to: string; quantization: string; context?: number }

/** The seven steps as one job; run again, it goes on at the step that failed. */
async function deploy(name: string, options: Deploying): Promise<void> {
  await onProject(options, async ({ app, call, tell, json }) => {
    const target = DeployTarget.safeParse(options.to).data
    if (target === undefined) throw noTarget(options.to)
    const model = await findModel(call, name)
    const failed = (await call('deployments.list', {})).find(
      (one) =>
        one.target === target &&
        (one.adapterId === model.id || one.modelId === model.id) &&
        one.state.status !== 'succeeded'
    )
    const deployment = failed
      ? await call('deployments.retry', { id: failed.id })
      : await call('deployments.start', {
          source:
            model.kind === 'gguf' || model.kind === 'base'
              ? { from: 'file', modelId: model.id }
              : { from: 'adapter', adapterId: model.id },
          target,
          quantization: quantizationOf(options.quantization),
          ...(options.context === undefined ? {} : { contextLength: options.context })
        })
    await watchJob(app, deployment.jobId, { quiet: json })
    const finished = await call('deployments.get', { id: deployment.id })
    tell(finished, () => proofWords(finished))
  })
}

const proofWords = ({ placedAt, key, proof }: Deployment): string =>
  [
    placedAt === null ? null : `Placed: ${placedAt}`,
    key === null ? null : `Name:   ${key}`,
    ...(proof?.checks.map(({ passed, detail }) => `${passed ? 'yes' : 'no '}  ${detail}`) ?? []),
    proof === null ? null : `\n${proof.question}\n${proof.tuned.text}`
  ]
    .filter((line) => line !== null)
    .join('\n')

async function findAdapter(call: Parameters<typeof findModel>[0], name: string) {
  const all = await call('models.list', {})
  const adapters = all.filter(({ kind }) => kind === 'adapter')
  // A merged folder and its files bear their adapter's name.
  const named = adapters.filter((model) => model.name.toLowerCase() === name.toLowerCase())
  const [only] = named
  return only && named.length === 1 ? only : findModel(call, name)
}

const QUANTIZATIONS = Quantization.extract(['F16', 'Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M'])

function quantizationOf(text: string) {
  const { data } = QUANTIZATIONS.safeParse(text.toUpperCase())
  if (data !== undefined) return data
  throw new AppError({
    code: 'invalid_input',
    message: `There is no quantization “${text}”. Nothing was started.`,
    remedy: { text: `There is: ${QUANTIZATIONS.options.join(', ')}.` }
  })
}

const noTarget = (text: string): AppError =>
  new AppError({
    code: 'invalid_input',
    message: `Nothing can be deployed to “${text}”. Nothing was started.`,
    remedy: { text: `There is: ${DeployTarget.options.join(', ')}.` }
  })
