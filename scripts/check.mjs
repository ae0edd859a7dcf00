// npm run check: format, types, lint, import rules, dead code. Changes nothing.
import { onProjectNode } from './prepare/project-node.mjs'
import { asCommand } from './terminal/failure.mjs'

await asCommand(async () => {
  await onProjectNode(import.meta.filename)
  const { runChecks } = await import('./checks/run.mjs')
  const { failed } = await runChecks()
  return failed === 0 ? 0 : 1
})
