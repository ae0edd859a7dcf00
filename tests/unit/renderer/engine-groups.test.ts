import { describe, expect, it } from 'vitest'
import type { ServerStatus, WriterChoice } from '@contract/generation'
import { groupedOptions, whyNot } from '../../../src-renderer/features/topics/engine-groups'

const status = (change: Partial<ServerStatus>): ServerStatus => ({
  server: 'lmstudio',
  state: 'ready',
  address: 'http://127.0.0.1:1234',
  models: [],
  error: null,
  loadsOnDemand: null,
  modelsFolder: null,
  elapsedMs: 1,
  ...change
})
const builtIn: WriterChoice = {
  writer: { engine: 'embedded', modelId: '00000000-0000-7000-8000-000000000001' },
  name: 'Starter',
  detail: 'Q8_0',
  group: 'Built-in writer',
  loaded: null
}
const onServer: WriterChoice = {
  writer: { engine: 'openai', server: 'lmstudio', model: 'small' },
  name: 'Small',
  detail: '4B',
  group: 'LM Studio',
  loaded: null
}

describe('the models to choose from', () => {
  it('stand under their engines', () => {
    const options = groupedOptions([builtIn, onServer], [status({})])
    expect(options.map(({ label }) => label)).toEqual(['Starter', 'Small'])
    expect(new Set(options.map(({ group }) => group)).size).toBe(2)
    expect(options.some(({ disabled }) => disabled)).toBe(false)
  })

  it('give way to the reason where an engine offers none', () => {
    const options = groupedOptions([builtIn], [status({ state: 'serverOff' })])
    expect(options.at(-1)).toMatchObject({
      label: 'Its server is off',
      group: 'LM Studio',
      disabled: true
    })
  })

  it('leave out another server that nobody named', () => {
    const options = groupedOptions([builtIn], [status({ server: 'other', state: 'notSet' })])
    expect(options).toHaveLength(1)
  })
})

describe('a server that loads what it is asked for', () => {
  it('wants nothing loaded first', () => {
    expect(whyNot(status({ state: 'nothingLoaded', loadsOnDemand: true }))).toBeNull()
    expect(whyNot(status({ state: 'nothingLoaded', loadsOnDemand: false }))).toBe(
      'No model is loaded'
    )
  })
})
