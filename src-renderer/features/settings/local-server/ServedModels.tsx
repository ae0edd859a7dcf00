import type { LocalServer } from '@contract/server'
import { Button } from '../../../ui/Button'
import { announce } from '../../../ui/announce'
import { copyText } from '../../../ui/clipboard'

/** The names to ask for, and one request to begin with. */
export const ServedModels = ({ server }: { server: LocalServer }) => {
  const [first] = server.models
  if (first === undefined) return null
  const example = requestOf(server.address, first)
  return (
    <section className="mt-8">
      <h2 className="title">What it answers with</h2>
      <p className="muted mt-1">Every model of this project that the built-in engine can load:</p>
      <ul className="mt-2">
        {server.models.map((name) => (
          <li key={name} className="mono selectable">
            {name}
          </li>
        ))}
      </ul>
      <div className="row between mt-4 items-end">
        <p className="med">To try it, in a terminal</p>
        <Button
          command="server.copyExample"
          onClick={() => {
            if (copyText(example)) announce('The request is on the clipboard.')
          }}
        >
          Copy
        </Button>
      </div>
      <pre className="log selectable mt-2 overflow-x-auto p-3" tabIndex={0} aria-label="A request">
        {example}
      </pre>
    </section>
  )
}

const requestOf = (address: string, model: string): string =>
  [
    `curl ${address}/chat/completions \\`,
    '  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\',
    `  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Fog at the pier"}]}'`
  ].join('\n')
