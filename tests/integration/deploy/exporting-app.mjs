/** `node exporting-app.mjs PROJECT DATA JOB STEP`: an app of its own, to be killed at a step of its export. */
import path from 'node:path'
import { runnerImport } from 'vite'

const root = path.resolve(import.meta.dirname, '../../..')
const { module } = await runnerImport(path.join(import.meta.dirname, 'exporting-app.ts'), {
  root,
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: { '@contract': path.join(root, 'src-preload/contract') } }
})
const [projectDir, dataDir, jobId, step] = process.argv.slice(2)
await module.takeUp({ projectDir, dataDir, jobId, step })
process.exit(0)
