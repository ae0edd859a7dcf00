// npm run dist: the packaged app in dist/. On a Mac dmg and zip, on Linux a folder that runs.
import { onProjectNode } from './prepare/project-node.mjs'
import { asCommand } from './terminal/failure.mjs'

await asCommand(async () => {
  await onProjectNode(import.meta.filename)
  const { prepare } = await import('./prepare/steps.mjs')
  const { buildApp } = await import('./app/build.mjs')
  const { packageApp } = await import('./dist/package.mjs')
  await prepare({ quiet: true })
  await buildApp()
  return packageApp()
})
