import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { checkPath, originOf } from '../../../src-main/hub/check-path'
import type { Machine } from '../../../src-main/hub/fits'
import { safetensors, tinyModel, tinyModelInParts } from '../../fixtures/hub/tiny-model'
import { temporaryFolder } from '../../fixtures/project'

const machine: Machine = { safeBytes: 8e9, precision: 'fp32', fourBit: true }

function write(files: Map<string, Buffer>, folder = temporaryFolder()): string {
  for (const [name, content] of files) fs.writeFileSync(path.join(folder, name), content)
  return folder
}

const problems = async (files: Map<string, Buffer>): Promise<string> =>
  (await checkPath(write(files), machine)).problems.join(' ')

const changed = (
  name: string,
  change: (content: Buffer) => Buffer | null,
  files = tinyModel()
): Map<string, Buffer> => {
  const content = change(files.get(name) ?? Buffer.alloc(0))
  if (content) files.set(name, content)
  else files.delete(name)
  return files
}

const config = (more: object): Map<string, Buffer> =>
  changed('config.json', (content) =>
    Buffer.from(JSON.stringify({ ...(JSON.parse(content.toString()) as object), ...more }))
  )

test('a whole folder has no problems, in one file or in parts', async () => {
  for (const files of [tinyModel(), tinyModelInParts()]) {
    const check = await checkPath(write(files), machine)
    expect(check).toMatchObject({
      kind: 'folder',
      architecture: 'LlamaForCausalLM',
      problems: [],
      warnings: [],
      fit: { verdict: 'lora' }
    })
    expect(check.sizeBytes).toBeGreaterThan(50_000)
  }
})

test('all problems are said at once', async () => {
  const files = config({ architectures: ['MambaForCausalLM'] })
  files.delete('tokenizer.json')
  files.delete('chat_template.jinja')
  files.delete('model.safetensors')
  files.set('pytorch_model.bin', Buffer.from('a pickle'))
  const said = await problems(files)
  expect(said).toContain('kind MambaForCausalLM cannot be trained here')
  expect(said).toContain('There is no tokenizer')
  expect(said).toContain('It has no chat template')
  expect(said).toContain('a format that can run programs')
})

test('a config that cannot be read, or of rounded weights', async () => {
  expect(await problems(changed('config.json', () => Buffer.from('{')))).toContain(
    'config.json cannot be read: it is no JSON.'
  )
  const said = await problems(config({ quantization_config: { quant_method: 'gptq' } }))
  expect(said).toContain('Its weights are rounded already (gptq)')
})

test('weights that are cut short, longer, damaged, of another model or missing', async () => {
  const weights = 'model.safetensors'
  expect(await problems(changed(weights, (all) => all.subarray(0, -100)))).toContain(
    'ends in the middle of its weights'
  )
  expect(
    await problems(changed(weights, (all) => Buffer.concat([all, Buffer.alloc(9)])))
  ).toContain('is longer than its header says')
  expect(await problems(changed(weights, () => Buffer.alloc(4000, 7)))).toContain(
    'is no safetensors file, or was cut short'
  )
  expect(await problems(changed(weights, () => Buffer.from('{')))).toContain('is empty')
  expect(await problems(config({ num_hidden_layers: 3 }))).toContain(
    'not those of the model that config.json describes'
  )
  const part = 'model-00002-of-00002.safetensors'
  expect(await problems(changed(part, () => null, tinyModelInParts()))).toContain(
    `Of its weights ${part} is not there`
  )
  const other = safetensors({ other: { shape: [1], values: new Float32Array(1) } })
  expect(await problems(changed(part, () => other, tinyModelInParts()))).toContain(
    'lack 11 of the tensors that its index names'
  )
})

test('an index that names a file elsewhere is not followed', async () => {
  const index = 'model.safetensors.index.json'
  const files = changed(
    index,
    () => Buffer.from(JSON.stringify({ weight_map: { a: '../../secret.safetensors' } })),
    tinyModelInParts()
  )
  expect(await problems(files)).toContain('Its index names files that lie elsewhere.')
})

test('a folder of something else, one of GGUF files, and a file that is none', async () => {
  const folder = temporaryFolder()
  expect((await checkPath(folder, machine)).problems).toEqual([
    'This is no model folder: it has neither a config.json nor weights.'
  ])
  const file = path.join(folder, 'thing.gguf')
  fs.writeFileSync(file, 'not a model')
  expect((await checkPath(folder, machine)).problems[0]).toContain('Choose one of the files')
  const check = await checkPath(file, machine)
  expect(check).toMatchObject({ kind: 'gguf', suggestedName: 'thing' })
  expect(check.problems[0]).toContain('is no GGUF file')
  await expect(checkPath(path.join(folder, 'gone'), machine)).rejects.toMatchObject({
    code: 'not_found'
  })
})

test('a folder of the hub’s own cache knows where it came from', () => {
  const commit = 'a'.repeat(40)
  expect(originOf(`/x/hub/models--Qwen--Qwen3-0.6B/snapshots/${commit}`)).toEqual({
    repository: 'Qwen/Qwen3-0.6B',
    revision: commit
  })
  expect(originOf('/x/Qwen3-0.6B')).toBeNull()
})
