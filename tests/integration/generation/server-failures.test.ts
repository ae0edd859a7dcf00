import { expect, test } from 'vitest'
import { failure } from '../../fixtures/generation/ask-server'
import {
  chunk,
  frame,
  json,
  sse,
  stream,
  type Reply
} from '../../fixtures/generation/openai-double'

const message = (text: string, code: string | null = null) => ({
  error: { message: text, type: 'invalid_request_error', param: 'model', code }
})
const noModels = message(
  "No models loaded. Please load a model in the developer page or use the 'lms load' command."
)
const guardrail = message(
  'Model loading was stopped due to insufficient system resources. Under the current settings, this model requires approximately 42.1 GB of memory, and continuing to load it would likely overload your system.'
)
const overflow = {
  error:
    'The number of tokens to keep from the initial prompt is greater than the context length (4096)'
}
const crash = { error: 'The model has crashed without additional information. (Exit code: 6)' }
const unknown = message(
  'Invalid model identifier "k". Please specify a valid downloaded model (e.g., a, b).',
  'model_not_found'
)
const html: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end('<h1>It works</h1>')
}
const silent: Reply = sse([frame('[DONE]')])
const cut: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(stream(['It rai'])[1] ?? '', () => response.destroy())
}
const thinkingOnly = sse([
  frame(chunk({ delta: { reasoning_content: 'Hm.' }, finish_reason: null })),
  frame(chunk({ delta: {}, finish_reason: 'length' })),
  frame('[DONE]')
])

const failures: [string, Reply, string, RegExp][] = [
  ['no model loaded', json(400, noModels), 'engine_no_model', /has no model loaded/],
  ['no model loaded, older', json(404, noModels), 'engine_no_model', /has no model loaded/],
  [
    'several loaded',
    json(400, message('Multiple models are loaded. Please specify one.')),
    'engine_no_model',
    /several models loaded/
  ],
  ['unknown model', json(400, unknown), 'engine_no_model', /no model called “k”/],
  [
    'unknown model on Ollama',
    json(404, { error: "model 'k' not found" }),
    'engine_no_model',
    /no model called “k”/
  ],
  [
    'another model answers',
    sse(stream(['Hm'], { model: 'other' })),
    'engine_no_model',
    /“other” instead of “k”/
  ],
  ['guardrail', json(500, guardrail), 'engine_refused', /about 42.1 GB of memory/],
  [
    'load failed',
    json(400, message('Failed to load model "k". Error: bad tensor')),
    'engine_refused',
    /could not load “k”: “Failed to load/
  ],
  ['context too long', json(400, overflow), 'engine_refused', /longer than the model can read/],
  ['error with 200', json(200, overflow), 'engine_refused', /longer than the model can read/],
  ['crash', json(400, crash), 'engine_crashed', /says that the model has crashed/],
  [
    'error frame',
    sse([frame({ error: crash.error }, 'error')]),
    'engine_crashed',
    /says that the model has crashed/
  ],
  [
    'error in a frame',
    sse([frame({ error: { message: crash.error } })]),
    'engine_crashed',
    /says that the model has crashed/
  ],
  ['empty stream', silent, 'engine_refused', /without a word/],
  ['only thoughts', thinkingOnly, 'engine_refused', /its tokens thinking/],
  ['broken frame', sse([frame('{"choices":[')]), 'engine_crashed', /broke off/],
  ['connection cut', cut, 'engine_crashed', /broke off/],
  ['a web page', html, 'engine_unreachable', /not in the way of an OpenAI-style server/],
  [
    'plain 404',
    (response) => response.writeHead(404).end('nothing'),
    'engine_unreachable',
    /not in the way/
  ],
  ['own words', json(418, { error: 'I am a teapot' }), 'engine_refused', /“I am a teapot”/]
]

test.each(failures)('%s has its sentence', async (_, chat, code, words) => {
  const error = await failure(chat)
  expect(error).toMatchObject({ code, message: expect.stringMatching(words) as string })
  expect(error.remedy?.text).toMatch(/\.$/)
})
