import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { Tag } from '@contract/personas'
import { z } from 'zod'
import { AppError } from '../../app-error'
import { addCommand, onProject, type CommonOptions } from '../command'
import { findPersona } from '../find'
import { table } from '../terminal'
import { watchJob } from '../watch-job'

/** Personas, topics and drafts: what comes before a ranking. */
export function addAuthoringCommands(program: Command): void {
  addPersonas(program.command('personas').description('the voices that are written in'))
  addTopics(program.command('topics').description('what is written about'))

  addCommand(program, 'generate', 'write drafts for all topics without any')
    .option('--persona <name>', 'only for this persona’s topics')
    .option('--topic <id...>', 'only for these topics')
    .option('--count <n>', 'drafts a topic, 2 to 4', Number)
    .option('--seed <n>', 'of the first draft; the others follow from it', Number)
    .action(generate)
}

function addPersonas(personas: Command): void {
  addCommand(personas, 'list', 'all personas, with what is to be done for each', {
    isDefault: true
  }).action((options: CommonOptions) =>
    onProject(options, async ({ call, tell }) => {
      const all = await call('personas.list', {})
      tell(all, () =>
        all.length === 0
          ? 'There is no persona yet. Next: understudy personas add NAME --description TEXT'
          : table([
              ['Persona', 'Topics', 'To rank', 'Ranked', 'Pairs'],
              ...all.map(({ name, counts }) => [
                name,
                ...[counts.topics, counts.toRank, counts.ranked, counts.pairs].map(String)
              ])
            ])
      )
    })
  )
  addCommand(personas, 'show', 'one persona, with the system message it is written with')
    .argument('<name>')
    .action((name: string, options: CommonOptions) =>
      onProject(options, async ({ call, tell }) => {
        const persona = await findPersona(call, name)
        tell(persona, () => persona.systemMessage)
      })
    )
  addCommand(personas, 'add', 'a new persona')
    .argument('<name>')
    .requiredOption('--description <text>', 'the voice, in a sentence or two')
    .option('--tag <key=value...>', 'control tags: tone=, domain=, device=')
    .action((name: string, options: CommonOptions & { description: string; tag?: string[] }) =>
      onProject(options, async ({ call, tell }) => {
        const tags = (options.tag ?? []).map(tagOf)
        const persona = await call('personas.create', {
          name,
          description: options.description,
          tags
        })
        tell(persona, () => `${persona.name} is there. Next: understudy topics add --persona …`)
      })
    )
}

function addTopics(topics: Command): void {
  addCommand(topics, 'list', 'topics, newest change first', { isDefault: true })
    .option('--persona <name>', 'only this persona’s')
    .option('--status <status>', 'noDrafts, toRank or ranked', 'all')
    .action((options: CommonOptions & { persona?: string; status: string }) =>
      onProject(options, async ({ call, tell }) => {
        const { topics: all, total } = await call('topics.list', {
          personaId: await personaId(call, options.persona),
          status: statusOf(options.status),
          limit: 1000
        })
        tell(all, () =>
          total === 0
            ? 'There is no such topic.'
            : table(
                all.map(({ title, personaName, status, id }) => [title, personaName, status, id])
              )
        )
      })
    )
  addCommand(topics, 'add', 'one topic a line, as they are pasted in the window')
    .argument('[titles...]', 'left out: read from standard input')
    .requiredOption('--persona <name>', 'whose topics they are')
    .action((titles: string[], options: CommonOptions & { persona: string }) =>
      onProject(options, async ({ call, tell }) => {
        const { id } = await findPersona(call, options.persona)
        const text = titles.length > 0 ? titles.join('\n') : fs.readFileSync(0, 'utf8')
        const pasted = await call('topics.paste', { personaId: id, text })
        tell(pasted, () => addedWords(pasted.added.length))
      })
    )
}

type Generating = CommonOptions & {
  persona?: string
  topic?: string[]
  count?: number
  seed?: number
}

async function generate(options: Generating): Promise<void> {
  await onProject(options, async ({ app, call, tell, json }) => {
    const topicIds =
      options.topic ??
      (
        await call('topics.ids', {
          personaId: await personaId(call, options.persona),
          status: 'noDrafts'
        })
      ).ids
    if (topicIds.length === 0) {
      tell({ written: 0 }, () => 'Every topic has its drafts. Next: understudy rank')
      return
    }
    const { jobId } = await call('drafts.write', {
      topicIds,
      ...(options.count === undefined ? {} : { count: options.count }),
      ...(options.seed === undefined ? {} : { seed: options.seed })
    })
    await watchJob(app, jobId, { quiet: json })
    tell({ written: topicIds.length }, () => 'Next: understudy rank')
  })
}

/** Topics from a file of lines, or of JSON lines with `title` and `prompt`. */
export function addImport(program: Command): void {
  addCommand(
    program,
    'import',
    'topics from a file: one a line, or JSON lines with title and prompt'
  )
    .argument('<file>', '.txt, .md or .jsonl')
    .requiredOption('--persona <name>', 'whose topics they are')
    .action((file: string, options: CommonOptions & { persona: string }) =>
      onProject(options, async ({ call, tell }) => {
        const { id } = await findPersona(call, options.persona)
        const text = readText(file)
        if (path.extname(file).toLowerCase() !== '.jsonl') {
          const pasted = await call('topics.paste', { personaId: id, text })
          tell({ added: pasted.added.length }, () => addedWords(pasted.added.length))
          return
        }
        const rows = readRows(file, text)
        for (const row of rows) await call('topics.create', { personaId: id, ...row })
        tell({ added: rows.length }, () => addedWords(rows.length))
      })
    )
}

type Row = { title: string; prompt: string }

/** All lines are looked at before the first one is saved. */
function readRows(file: string, text: string): Row[] {
  const problems: string[] = []
  const rows = text.split(/\r?\n/).flatMap((line, index): Row[] => {
    if (line.trim() === '') return []
    const row = rowOf(line)
    if (row === null) problems.push(String(index + 1))
    return row === null ? [] : [row]
  })
  if (problems.length === 0) return rows
  throw new AppError({
    code: 'invalid_input',
    message: `${file} cannot be imported: line ${problems.slice(0, 10).join(', ')} ${problems.length > 10 ? 'and more ' : ''}hold no object with “title” or “prompt”. Nothing was imported.`,
    remedy: { text: 'A line looks like {"title": "Fog", "prompt": "Write about fog."}' }
  })
}

const Line = z
  .object({ title: z.string().trim().optional(), prompt: z.string().trim().optional() })
  .refine(({ title, prompt }) => Boolean(title ?? prompt))

function rowOf(line: string): Row | null {
  try {
    const { title, prompt } = Line.parse(JSON.parse(line))
    const asked = prompt ?? title ?? ''
    return { title: title ?? asked.split('\n', 1)[0] ?? asked, prompt: asked }
  } catch {
    return null
  }
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError({
      code: 'invalid_input',
      message: `${file} could not be read. Nothing was imported.`,
      remedy: { text: 'Name a file that is there.' },
      cause
    })
  }
}

function tagOf(text: string): Tag {
  const [key = '', ...rest] = text.split('=')
  const parsed = Tag.safeParse({ key: key.trim().toLowerCase(), value: rest.join('=') })
  if (parsed.success) return parsed.data
  throw new AppError({
    code: 'invalid_input',
    message: `“${text}” is no control tag. Nothing was saved.`,
    remedy: { text: 'One looks like tone=dry; there are tone, domain and device.' }
  })
}

const STATUSES = ['all', 'noDrafts', 'toRank', 'ranked'] as const

function statusOf(text: string): (typeof STATUSES)[number] {
  const found = STATUSES.find((status) => status === text)
  if (found) return found
  throw new AppError({
    code: 'invalid_input',
    message: `There is no status “${text}”.`,
    remedy: { text: `There is: ${STATUSES.join(', ')}.` }
  })
}

const personaId = async (
  call: Parameters<typeof findPersona>[0],
  name: string | undefined
): Promise<string | null> => (name === undefined ? null : (await findPersona(call, name)).id)

const addedWords = (n: number): string =>
  `${String(n)} ${n === 1 ? 'topic' : 'topics'} added. Next: understudy generate`
