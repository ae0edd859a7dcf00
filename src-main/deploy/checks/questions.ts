import type { ChatMessage } from '@contract/generation'

/** Conversations of more than one turn, under the system message that the model was trained with. */
export function checkConversations(system: readonly ChatMessage[]): ChatMessage[][] {
  const turns: ChatMessage[][] = [
    [{ role: 'user', content: 'Hello' }],
    [
      { role: 'user', content: 'What is the capital of France?' },
      { role: 'assistant', content: 'Paris.' },
      { role: 'user', content: 'And how many people live there?' }
    ],
    [
      { role: 'user', content: '  A line with spaces around it  ' },
      { role: 'assistant', content: 'One line.\n\nAnd another, after an empty one.' },
      { role: 'user', content: '“Quoted”, naïve, 東京, 3.14 and 😀\n- a\n- list' },
      { role: 'assistant', content: '```js\nconst x = [1, 2]\n```' },
      { role: 'user', content: 'Thanks {{ user }} {% if x %}' }
    ]
  ]
  return turns.map((messages) => [...system, ...messages])
}

/**
 * An ordinary text that no base model has learned by heart; how well it is foretold shows what a
 * smaller file has lost.
 */
export function checkPassage(system: readonly ChatMessage[]): {
  messages: ChatMessage[]
  text: string
} {
  return {
    messages: [...system, { role: 'user', content: 'Tell a short story about a flood.' }],
    text: PASSAGE
  }
}

const PASSAGE = `The river came down from the hills in the dark, and nobody in the village heard it. In the morning there was mud on the bridge and a chair in the baker's garden that belonged to none of his neighbours. People stood about and talked in low voices, as if the water were still listening. The baker said that he had seen worse; his wife said that he had not. Two boys had found a fish in the church porch and were charging a coin to look at it.

By noon the road was open again. The first bus went by with two passengers and a dog, and the driver waved at everyone, which he had never done before. Somebody made soup. Somebody else counted the sheep, lost his place at thirty-one, and began again. In the evening the mayor gave a speech of four sentences, thanked the fire brigade, and promised a higher wall. "He promised that the last time," said the baker's wife, and went inside to sweep.`
