// npm test -- [--only check,unit,integration,e2e,python] [FILE]...
// Ends with the line "N passed, N failed". FILE narrows the vitest suites.
import { onProjectNode } from './prepare/project-node.mjs'
import { asCommand } from './terminal/failure.mjs'

await asCommand(async () => {
  await onProjectNode(import.meta.filename)
  const { parseTestArgs } = await import('./tests/arguments.mjs')
  const { runSuites } = await import('./tests/suites.mjs')
  const { prepare } = await import('./prepare/steps.mjs')
  const { only, files } = parseTestArgs(process.argv.slice(2))
  await prepare({ dev: true, quiet: true })
  const { passed, failed } = await runSuites({ only, files })
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
})
