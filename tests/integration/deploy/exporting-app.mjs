/** `node exporting-app.mjs PROJECT DATA JOB`: an app of its own, to be killed while it exports. */
import path from 'node:path'
import { runnerImport } from 'vite'

const root = path.resolve(import.meta.dirname, '../../..')
const { module } = await runnerImport(path.join(import.meta.dirname, 'exporting-app.ts'), {
  root,
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: { '@contract': path.join(root, 'src-preload/contract') } }
})
const [projectDir, dataDir, jobId] = process.argv.slice(2)
await module.takeUp({ projectDir, dataDir, jobId })
process.exit(0)
