// node scripts/prepare.mjs [--dev]
// Puts everything in place that a fresh clone needs. What is there already is left alone.
import { onProjectNode } from './prepare/project-node.mjs'
import { asCommand } from './terminal/failure.mjs'

await asCommand(async () => {
  await onProjectNode(import.meta.filename)
  const { prepare } = await import('./prepare/steps.mjs')
  await prepare({ dev: process.argv.includes('--dev') })
})
