// npm run bench -- NAME: measures tests/bench/NAME.bench.{ts,mjs} and holds the figures to their floors.
// Without NAME it lists the benches. The file's default export is measured:
//
//   export const title = 'What is measured, in a sentence'
//   export default async function bench() {
//     return { figures: { speedup: 2.4 }, floors: { speedup: 1.5 } }
//   }
//
// A figure is a number, better when larger: a ratio of two things measured side by side, never bare
// seconds. A floor is the least that its figure may be.
import { onProjectNode } from './prepare/project-node.mjs'
import { asCommand } from './terminal/failure.mjs'

await asCommand(async () => {
  await onProjectNode(import.meta.filename)
  const { listBenches, runBench } = await import('./bench/run.mjs')
  const name = process.argv[2]
  if (name === undefined) return listBenches()
  const { prepare } = await import('./prepare/steps.mjs')
  const { buildApp } = await import('./app/build.mjs')
  await prepare({ dev: true, quiet: true })
  await buildApp()
  return (await runBench(name)) ? 0 : 1
})
