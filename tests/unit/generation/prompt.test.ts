import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ChatMessage } from '@contract/generation'
import { AppError } from '../../../src-main/app-error'
import { renderPrompt } from '../../../src-main/generation/embedded/prompt'

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/generation')
const templates = path.join(fixtures, 'chat-templates')
const read = (name: string) => fs.readFileSync(path.join(templates, name), 'utf8')
const messages: ChatMessage[] = [
  { role: 'system', content: 'A dry wit.' },
  { role: 'user', content: 'Rain?' }
]
const render = (chatTemplate: string) =>
  renderPrompt({ chatTemplate, messages, specialTokens: { bos_token: '<s>', eos_token: '</s>' } })

const Known = z.array(z.object({ messages: z.array(ChatMessage), text: z.string() }))

test('the starter model is asked in exactly the text that transformers renders', () => {
  const known = Known.parse(
    JSON.parse(fs.readFileSync(path.join(fixtures, 'smollm2-prompts.json'), 'utf8'))
  )
  expect(known).toHaveLength(3)
  for (const { messages, text } of known) {
    const chatTemplate = read('SmolLM2-Instruct.jinja')
    expect(renderPrompt({ chatTemplate, messages, specialTokens: {} })).toBe(text)
  }
})

test('other families end where their answer begins', () => {
  expect(render(read('Qwen-Qwen3-0.6B.jinja'))).toMatch(/<\|im_start\|>assistant\n$/)
  expect(render(read('microsoft-Phi-3.5-mini-instruct.jinja'))).toMatch(/<\|assistant\|>\n$/)
  expect(render(read('mistralai-Mistral-Nemo-Instruct-2407.jinja'))).toMatch(/^<s>.*\[\/INST\]$/s)
})

describe('templates of strangers', () => {
  const samples = fs.readdirSync(templates).filter((name) => name.endsWith('.json'))
  const templateOf = (name: string): string => {
    const { chat_template } = z
      .object({ chat_template: z.unknown().optional() })
      .parse(JSON.parse(read(name)))
    return typeof chat_template === 'string' ? chat_template : ''
  }

  test.each(samples)('%s renders or is refused in a sentence, and comes to an end', (name) => {
    try {
      expect(render(templateOf(name)).length).toBeLessThanOrEqual(1_000_000)
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      expect(error).toMatchObject({ code: 'model_unreadable' })
    }
  })

  test('most of the harmless ones render', () => {
    const harmless = samples.filter((name) => name.startsWith('benign'))
    expect(harmless.length).toBeGreaterThan(0)
    for (const name of harmless) expect(render(templateOf(name))).toContain('Rain?')
  })
})

const hostile: [string, string, RegExp][] = [
  [
    'nested loops',
    '{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}',
    /does not end/
  ],
  [
    'text that doubles',
    "{% set ns = namespace(x='aaaaaaaa') %}{% for i in range(30) %}{% set ns.x = ns.x + ns.x %}{% endfor %}{{ ns.x }}",
    /cannot be used/
  ],
  [
    'a million characters',
    '{% for i in range(200000) %}aaaaaaaaaa{% endfor %}',
    /million characters|does not end/
  ],
  [
    'its own refusal',
    "{{ raise_exception('Conversation roles must alternate') }}",
    /roles must alternate/
  ],
  ['broken syntax', '{{ unclosed', /cannot be used/],
  ['nothing at all', '{# silent #}', /leaves nothing/],
  ['too long', 'x'.repeat(200_000), /longer than 128 KB/],
  ['Python’s insides', "{{ ''.__class__.__mro__[1].__subclasses__() }}", /cannot be used/],
  [
    'the program’s insides',
    "{{ messages.constructor.constructor('return process')().exit() }}",
    /cannot be used/
  ]
]

test.each(hostile)('refused: %s', (_, template, words) => {
  expect(() => render(template)).toThrow(words)
  expect(() => render(template)).toThrow(AppError)
})
