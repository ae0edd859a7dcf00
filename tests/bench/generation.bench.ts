import path from 'node:path'
import { getLlama, type LlamaContextSequence, type Token } from 'node-llama-cpp'
import type { ChatMessage } from '@contract/generation'
import { checkGguf } from '../../src-main/generation/gguf-check'
import type { EmbeddedEngine } from '../../src-main/generation/embedded/client'
import { renderPrompt } from '../../src-main/generation/embedded/prompt'
import { draftSeed } from '../../src-main/generation/seeds'
import { sampling, startEngine, starterModel } from '../fixtures/generation/embedded'

export const title =
  'Three drafts from one shared prompt against three requests one after the other, on one thread; 60 drafts over 20 topics'

const ROUNDS = 3
const SEED = 1
const TOKENS = 200
const PROMPT_TOKENS = 470
const TOPICS = 20
const DRAFTS = 3
const SHORT_TOKENS = 24
const hostEntry = path.resolve(import.meta.dirname, '../../out/main/llama-host.js')

/** Both ways write the same texts from the same seeds, so that both do the same work. */
export default async function bench(): Promise<{
  figures: Record<string, number>
  floors: Record<string, number>
}> {
  const { engine } = startEngine(hostEntry)
  const bare = await startBareLoop()
  const { messages } = bare
  await engine.greedy({ modelPath: starterModel(), messages, maxTokens: 2 })
  const speedups: number[] = []
  const shares: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const bareBefore = await bare.tokensPerSecond()
    const together = await measure(engine, messages, 3, SEED)
    const apart = []
    for (let index = 0; index < 3; index += 1) {
      apart.push(await measure(engine, messages, 1, draftSeed({ seed: SEED, index })))
    }
    // The faster of one before and one after: what the machine can do when nobody else takes from it.
    const bareSpeed = Math.max(bareBefore, await bare.tokensPerSecond())
    const apartMs = apart.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)
    const alone = median(apart.map(({ tokensPerSecond }) => tokensPerSecond))
    speedups.push(apartMs / together.elapsedMs)
    shares.push(alone / bareSpeed)
    console.log(
      `round ${round + 1}: together ${seconds(together.elapsedMs)} (${together.tokens} tokens), ` +
        `one after the other ${seconds(apartMs)}; one draft alone ${alone.toFixed(1)} tokens/s, ` +
        `bare loop ${bareSpeed.toFixed(1)}`
    )
  }
  const distinct = await distinctDrafts(engine)
  await engine.close()
  await bare.close()
  return {
    figures: {
      threeDraftsSpeedup: median(speedups),
      shareOfBareLoop: median(shares),
      distinctOf60: distinct
    },
    // 1.18 is three drafts in 0.85 of the time; 60 of 60 is no draft like another.
    floors: { threeDraftsSpeedup: 1.18, shareOfBareLoop: 0.8, distinctOf60: TOPICS * DRAFTS }
  }
}

/** Short drafts of topics that are much alike, seeded as a batch seeds them: how many differ. */
async function distinctDrafts(engine: EmbeddedEngine): Promise<number> {
  const generator = engine.generator({ modelPath: starterModel() })
  const texts = new Set<string>()
  for (let topic = 0; topic < TOPICS; topic += 1) {
    const drafts = await generator.generate({
      messages: [
        { role: 'system', content: 'You are the following persona: a dry wit of few words.' },
        { role: 'user', content: `Say something about the number ${String(topic + 1)}.` }
      ],
      count: DRAFTS,
      seed: SEED + topic * 7919,
      sampling: sampling({ maxTokens: SHORT_TOKENS })
    })
    for (const draft of drafts) {
      if ('error' in draft) throw draft.error
      texts.add(draft.text.replace(/\s+/g, ' ').trim())
    }
  }
  return texts.size
}

type Measured = { elapsedMs: number; tokens: number; tokensPerSecond: number }

async function measure(
  engine: EmbeddedEngine,
  messages: ChatMessage[],
  count: number,
  seed: number
): Promise<Measured> {
  const startedAt = performance.now()
  const drafts = await engine
    .generator({ modelPath: starterModel() })
    .generate({ messages, count, seed, sampling: sampling({ maxTokens: TOKENS }) })
  const elapsedMs = performance.now() - startedAt
  let tokens = 0
  let tokensPerSecond = 0
  for (const draft of drafts) {
    if ('error' in draft) throw draft.error
    tokens += draft.completionTokens
    tokensPerSecond +=
      ((draft.completionTokens - 1) * 1000) / (draft.elapsedMs - draft.firstTokenMs)
  }
  return { elapsedMs, tokens, tokensPerSecond }
}

/**
 * What libllama itself does: the model's forward pass with its logits, once a token, and the likeliest
 * token taken. No chain of samplers, no child process, no stream, no stepping of several
 * drafts, no text: whatever the engine adds to that shows as a share below 1.
 */
async function startBareLoop(): Promise<{
  messages: ChatMessage[]
  tokensPerSecond: () => Promise<number>
  close: () => Promise<void>
}> {
  const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1 })
  const model = await llama.loadModel({ modelPath: starterModel() })
  const { chatTemplate } = await checkGguf(starterModel())
  const tokenize = (messages: ChatMessage[]): Token[] =>
    model.tokenize(renderPrompt({ chatTemplate, messages, specialTokens: {} }), true)
  const messages = promptOf(tokenize)
  const prompt = tokenize(messages)
  const context = await model.createContext({ contextSize: 1024, threads: 1 })
  const sequence = context.getSequence()
  return {
    messages,
    tokensPerSecond: () => bareSpeed(sequence, prompt),
    close: () => llama.dispose()
  }
}

async function bareSpeed(sequence: LlamaContextSequence, prompt: Token[]): Promise<number> {
  await sequence.clearHistory()
  let firstAt: number | null = null
  let tokens = 0
  // Top-k 1 keeps one of the 49,152 tokens before anything else is weighed: the least that the
  // bindings can be asked for after a step.
  const cheapest = { temperature: 1, topK: 1, topP: 1, minP: 0, seed: SEED }
  // The likeliest text may end early; the loop goes on to as many tokens as a draft has.
  const written = sequence.evaluate(prompt, { ...cheapest, yieldEogToken: true })
  while (tokens < TOKENS && (await written.next()).done !== true) {
    firstAt ??= performance.now()
    tokens += 1
  }
  await written.return()
  return ((tokens - 1) * 1000) / (performance.now() - (firstAt ?? 0))
}

/** A persona with enough of its voice, and a topic that asks for a long text. */
function promptOf(tokenize: (messages: ChatMessage[]) => Token[]): ChatMessage[] {
  const sentence =
    'Says the plain thing last, after a long run of dignified words, and never explains the joke. '
  const messages = (times: number): ChatMessage[] => [
    {
      role: 'system',
      content: `You are the following persona: an old river pilot who lectures. ${sentence.repeat(times)}`
    },
    { role: 'user', content: 'Tell the story of the night the fog came down, at length.' }
  ]
  let times = 1
  while (tokenize(messages(times)).length < PROMPT_TOKENS) times += 1
  return messages(times)
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
