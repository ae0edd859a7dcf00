// npm start: prepares, builds and opens the window; without a screen it runs the tour in the terminal.
import { onProjectNode } from './prepare/project-node.mjs'
import { asCommand } from './terminal/failure.mjs'

await asCommand(async () => {
  await onProjectNode(import.meta.filename)
  const { prepare } = await import('./prepare/steps.mjs')
  const { buildApp } = await import('./app/build.mjs')
  const { openWindow, runInTerminal } = await import('./app/open.mjs')
  const { noScreen } = await import('./places.mjs')
  const args = process.argv.slice(2)
  await prepare({ quiet: true })
  await buildApp()
  if (!noScreen) return openWindow(args)
  console.log('\nThere is no screen here, so the tour runs in the terminal.\n')
  return runInTerminal(['tour', ...args])
})
