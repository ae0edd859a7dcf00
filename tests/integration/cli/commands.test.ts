import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openTestApp } from '../../fixtures/app'
import { temporaryFolder } from '../../fixtures/project'

const cli = path.resolve(import.meta.dirname, '..', '..', '..', 'out', 'main', 'cli.js')

/** The built terminal face, as a shell runs it, with a home of its own. */
function terminal() {
  const home = temporaryFolder()
  const project = path.join(home, 'voice')
  const run = async (args: string[], input = '') => {
    const { stdout, stderr, exitCode } = await execa(process.execPath, [cli, ...args], {
      input,
      reject: false,
      env: { UNDERSTUDY_HOME: home }
    })
    return { stdout, stderr, code: exitCode }
  }
  return {
    project,
    run,
    on: (args: string[], input?: string) => run([...args, '--project', project], input),
    json: async <Schema extends z.ZodType>(schema: Schema, args: string[]) => {
      const { stdout } = await run([...args, '--project', project, '--json'])
      return schema.parse(JSON.parse(stdout))
    }
  }
}

const Personas = z.array(z.object({ name: z.string(), counts: z.object({ ranked: z.int() }) }))
const Waiting = z.array(
  z.object({ topicId: z.uuid(), drafts: z.array(z.object({ id: z.uuid() })) })
)

test('a sitting from an empty folder to files for other trainers', async () => {
  const { project, run, on, json } = terminal()
  expect((await run(['init', project, '--sample'])).code).toBe(0)
  expect((await run(['init', project])).stderr).toContain('is not empty')

  const before = await json(Personas, ['personas'])
  const [persona = { name: '' }] = before
  // A tie, a skip, and one ranking taken back and made again.
  const keys = '2 1=3\ns\n1 2 3\nu\n3 2 1\nq\n'
  const sitting = await on(['rank', '--persona', persona.name.toUpperCase()], keys)
  expect(sitting.stdout).toContain('2 ranked in this sitting.')
  expect(sitting.stdout).not.toMatch(/temperature|seed|sample-/i)
  const after = await json(Personas, ['personas', 'list'])
  expect(after.map(({ counts }) => counts.ranked)).toEqual([2, ...before.slice(1).map(() => 0)])

  const [waiting] = await json(Waiting, ['rank'])
  const once = ['rank', '--topic', waiting?.topicId ?? '', '--order']
  expect((await on([...once, '1 1 2'])).code).toBe(2)
  expect((await on([...once, '3,1,2'])).stdout).toBe('Ranked: 3 pairs.')

  const folder = path.join(project, '..', 'exports')
  expect((await on(['export', folder])).stdout).toMatch(/export_dpo\.jsonl +8 rows/)
  expect((await on(['export', folder])).code).toBe(1)
  expect(fs.readdirSync(folder)).toHaveLength(3)
})

test('personas and topics are made, listed and imported; what is wrong is said before anything is saved', async () => {
  const { project, run, on, json } = terminal()
  await run(['init', project])
  await on(['personas', 'add', 'Harbour pilot', '--description', 'Dry.', '--tag', 'tone=dry'])
  expect((await on(['personas', 'show', 'harbour pilot'])).stdout).toContain('[TONE=dry]')
  expect((await on(['personas', 'add', 'X', '--description', 'Y', '--tag', 'mood=dry'])).code).toBe(
    2
  )
  const added = await on(['topics', 'add', '--persona', 'Harbour pilot'], '- Fog\n2. Ice\nFog\n')
  expect(added.stdout).toContain('2 topics added')

  const file = path.join(project, 'more.jsonl')
  fs.writeFileSync(file, '{"title": "Hail", "prompt": "Write about hail."}\n{"tittle": "x"}\n')
  const refused = await on(['import', file, '--persona', 'Harbour pilot'])
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.stderr).toContain('line 2')
  fs.writeFileSync(file, '{"title": "Hail", "prompt": "Write about hail."}\n')
  await on(['import', file, '--persona', 'Harbour pilot'])
  const topics = await json(z.array(z.object({ title: z.string() })), ['topics'])
  expect(topics.map(({ title }) => title).sort()).toEqual(['Fog', 'Hail', 'Ice'])
})

test('while the window has the project open, the terminal leaves it alone', async () => {
  const { on, project } = terminal()
  const { app } = await openTestApp({ projectDir: project })
  const refused = await on(['personas'])
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/open/)
  await app.close()
  expect((await on(['personas'])).code).toBe(0)
})

test('help reads like a manual, shells complete, and what is not known is code 2', async () => {
  const { run } = terminal()
  const { stdout } = await run(['--help'])
  const commands = [
    'doctor init personas topics generate rank import export',
    'train runs models deploy chat serve'
  ]
  for (const command of commands.join(' ').split(' ')) {
    expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
  }
  expect((await run(['rank', '--help'])).stdout).toContain('a tie')
  expect((await run(['complete', 'zsh'])).stdout).toContain('compdef')
  expect((await run(['complete', '--', 'per'])).stdout).toContain('personas')
  expect((await run(['frobnicate'])).code).toBe(2)
  expect((await run(['personas', '--project', '/nowhere'])).code).toBe(1)
})
