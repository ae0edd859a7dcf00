import { expect, test } from 'vitest'
import { checkFailure } from '../../../src-main/deploy/checks/failures'
import { fileChecks, type Findings } from '../../../src-main/deploy/checks/findings'
import { TOKENIZER_TEXTS } from '../../../src-main/deploy/checks/tokenizer-texts'
import { containing } from '../../fixtures/containing'

const texts = ['12 apples', 'naïve']
const read = [
  { ids: [1, 2, 30], text: '12 apples' },
  { ids: [4], text: 'naïve' }
]
const end = { id: 2, text: '<|im_end|>' }

/** A file that reads and foretells as the trained model does. */
const sound: Findings = {
  quantization: 'Q4_K_M',
  header: {
    architecture: 'llama',
    chatTemplate: '…',
    contextLength: 2048,
    tensorCount: 272,
    fileBytes: 105_000_000
  },
  texts,
  own: { texts: read, conversations: [[1, 2], [3]], end, ends: [{ id: 0, text: '<eos>' }, end] },
  engine: {
    texts: read,
    conversations: [[1, 2], [3]],
    ends: [
      { ids: [0], ends: true },
      { ids: [2], ends: true }
    ],
    passage: { tokens: 200, nats: 200 * Math.log(13) }
  },
  trained: { tokens: 200, nats: 200 * Math.log(12) }
}

const withEngine = (engine: Partial<Findings['engine']>): Findings => ({
  ...sound,
  engine: { ...sound.engine, ...engine }
})

const failureOf = (findings: Findings) =>
  checkFailure({
    model: 'calm',
    quantization: findings.quantization,
    checks: fileChecks(findings)
  })

test('a sound file passes every check, each with its figures', () => {
  expect(failureOf(sound)).toBeNull()
  expect(fileChecks(sound)).toEqual([
    {
      name: 'header',
      passed: true,
      detail: 'The header is sound, and all 272 tensors lie within the file’s 105 MB.'
    },
    {
      name: 'tokenizer',
      passed: true,
      detail: 'All 2 texts become the tokens of the model’s own tokenizer, and the same text again.'
    },
    {
      name: 'template',
      passed: true,
      detail: 'The chat template renders 2 conversations to the same tokens.'
    },
    {
      name: 'endOfTurn',
      passed: true,
      detail: 'An answer ends with <|im_end|> (token 2), and the engine stops there.'
    },
    {
      name: 'perplexity',
      passed: true,
      detail:
        'Perplexity on a fixed text of 200 tokens is 13.00, the trained model’s 12.00; at most 1.4 times that is allowed.'
    }
  ])
})

test.each([
  [
    'digits are split otherwise',
    withEngine({ texts: [{ ids: [12, 30], text: '12 apples' }, ...read.slice(1)] }),
    '1 of 2 texts are read differently than by the model’s own tokenizer, such as "12 apples".'
  ],
  [
    'a text is not spelled again',
    withEngine({ texts: [...read.slice(0, 1), { ids: [4], text: 'na�ve' }] }),
    '1 of 2 texts are read differently'
  ],
  [
    'the template renders otherwise',
    withEngine({
      conversations: [
        [1, 2],
        [3, 3]
      ]
    }),
    'The chat template renders conversation 2 of 2 to other tokens than the model’s own.'
  ],
  [
    'the engine goes on after the end of turn',
    withEngine({
      ends: [
        { ids: [0], ends: true },
        { ids: [2], ends: false }
      ]
    }),
    'An answer ends with <|im_end|> (token 2), and the engine does not stop there.'
  ],
  [
    'the end of turn is spelled out',
    withEngine({
      ends: [
        { ids: [0], ends: true },
        { ids: [5, 6, 7], ends: false }
      ]
    }),
    'the engine does not stop there'
  ],
  [
    'quantizing lost too much',
    withEngine({ passage: { tokens: 200, nats: 200 * Math.log(17) } }),
    'at most 1.4 times that is allowed, and it is more.'
  ],
  [
    'the passage became other tokens',
    withEngine({ passage: { tokens: 180, nats: 200 } }),
    'and it is more'
  ]
])('a file is not released when %s', (_what, findings, says) => {
  expect(failureOf(findings)).toMatchObject({
    code: 'export_failed',
    message: containing(says),
    remedy: { action: 'retry' }
  })
})

test('the fixed texts are 185, each once', () => {
  expect(TOKENIZER_TEXTS).toHaveLength(185)
  expect(new Set(TOKENIZER_TEXTS).size).toBe(185)
})
