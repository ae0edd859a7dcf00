import type { ChatMessage } from '@contract/generation'
import { systemMessage, type Voice } from '@contract/system-message'

/** A persona's topic as a conversation: what a model is asked, and what training rows begin with. */
export function messagesFor(voice: Voice, prompt: string): ChatMessage[] {
  return [
    { role: 'system', content: systemMessage(voice) },
    { role: 'user', content: prompt }
  ]
}
