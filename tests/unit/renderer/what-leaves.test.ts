import { describe, expect, it } from 'vitest'
import type { EngineSettings } from '@contract/generation'
import { sayPrivacy } from '../../../src-renderer/features/home/privacy'
import { sayMoney } from '../../../src-renderer/features/topics/cost'
import { isThisComputer } from '../../../src-renderer/ui/where'

const settings = (other: string, writer: EngineSettings['writer']): EngineSettings => ({
  writer,
  sampling: { temperature: 0.7, topP: 0.95, minP: 0.05, maxTokens: 500 },
  draftsPerTopic: 3,
  servers: {
    lmstudio: { baseUrl: '', hasToken: false, parallel: 1 },
    other: { baseUrl: other, hasToken: true, parallel: 2 }
  },
  tokensAreKept: true
})
const remote = { engine: 'openai', server: 'other', model: 'large' } as const
const lmStudio = { engine: 'openai', server: 'lmstudio', model: 'small' } as const
const builtIn = { engine: 'embedded', modelId: '00000000-0000-7000-8000-000000000001' } as const

describe('what leaves this computer', () => {
  it.each(['http://127.0.0.1:1234/v1', 'http://localhost:8080', 'http://[::1]:1234', ''])(
    'is nothing with %s',
    (baseUrl) => {
      expect(isThisComputer(baseUrl)).toBe(true)
    }
  )

  it.each([
    'https://api.example.org/v1',
    'http://192.168.1.7:1234',
    'http://127.0.0.1.example.org/',
    'http://localhost.example.org/',
    'http://0.0.0.0:1234',
    'nonsense'
  ])('may be something with %s', (baseUrl) => {
    expect(isThisComputer(baseUrl)).toBe(false)
  })

  it('is said by the writer that is set, not by the servers that are known', () => {
    const known = 'https://api.example.org/v1'
    expect(sayPrivacy(settings(known, builtIn))).toBe('Nothing leaves this computer.')
    expect(sayPrivacy(settings(known, lmStudio))).toBe('Nothing leaves this computer.')
    expect(sayPrivacy(settings(known, null))).toBe('Nothing leaves this computer.')
    expect(sayPrivacy(settings(known, remote))).toContain('go to api.example.org')
    expect(sayPrivacy(settings('http://127.0.0.1:9/v1', remote))).toBe(
      'Nothing leaves this computer.'
    )
  })

  it('decides whether it can cost money', () => {
    const { servers } = settings('https://api.example.org/v1', remote)
    expect(sayMoney(builtIn, servers)).toBe('none, it runs here')
    expect(sayMoney(lmStudio, servers)).toBe('none, it runs here')
    expect(sayMoney(remote, servers)).toBe('what its server charges')
  })
})
