import { useDeferredValue } from 'react'
import { systemMessage } from '@contract/system-message'
import type { PersonaDraft } from './form-store'
import { tidy } from './tidy'

/** What the model is told before each draft, as the form stands now. */
export const SystemMessagePreview = ({ draft }: { draft: PersonaDraft }) => {
  const { name, description, tags, keepOut } = tidy(useDeferredValue(draft))
  const text = systemMessage({
    name: name || 'The name',
    description: description || 'The voice',
    tags,
    keepOut
  })
  return <SystemMessage text={text} />
}

export const SystemMessage = ({ text }: { text: string }) => (
  <section>
    <h3 className="h mb-2">What the model is told</h3>
    <pre className="log max-h-none" tabIndex={0} aria-label="System message">
      {text}
    </pre>
    <p className="hint">
      The system message of every draft and of every training row: what is trained is what is asked.
    </p>
  </section>
)
