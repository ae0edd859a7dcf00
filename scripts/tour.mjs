// npm run tour -- [--out DIR]: the whole loop in the terminal, from a persona to a tuned model.
import { onProjectNode } from './prepare/project-node.mjs'
import { asCommand } from './terminal/failure.mjs'

await asCommand(async () => {
  await onProjectNode(import.meta.filename)
  const { prepare } = await import('./prepare/steps.mjs')
  const { buildApp } = await import('./app/build.mjs')
  const { runInTerminal } = await import('./app/open.mjs')
  await prepare({ quiet: true })
  await buildApp()
  return runInTerminal(['tour', ...process.argv.slice(2)])
})
