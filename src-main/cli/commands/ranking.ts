import readline from 'node:readline/promises'
import type { Command } from 'commander'
import type { SittingItem } from '@contract/rankings'
import { AppError } from '../../app-error'
import type { Client } from '../../client'
import { addCommand, onProject, type CommonOptions } from '../command'
import { findPersona } from '../find'
import { complain, say } from '../terminal'

type Ranking = CommonOptions & { persona?: string; topic?: string; order?: string }

const HELP =
  'the numbers from best to worst, such as 2 1 3; 2=1 3 is a tie; s skips, u undoes, q ends'

/** `rank`: a sitting in the terminal, or one ranking at once for scripts. */
export function addRank(program: Command): void {
  addCommand(program, 'rank', 'rank the drafts that wait, blind and shuffled')
    .option('--persona <name>', 'only this persona’s topics')
    .option('--topic <id>', 'only this topic')
    .option('--order <order>', `with --topic, without a question: ${HELP}`)
    .addHelpText('after', `\nAt each topic: ${HELP}.`)
    .action((options: Ranking) =>
      onProject(options, async ({ call, tell, json }) => {
        if (options.topic !== undefined && options.order !== undefined) {
          const item = await call('rankings.item', { topicId: options.topic })
          const ranking = await submit(call, item, orderOf(options.order, item.drafts.length), 0)
          tell(ranking, () => `Ranked: ${String(ranking.pairs)} pairs.`)
          return
        }
        const topicIds = await waiting(call, options)
        if (json) {
          // Who reads JSON answers with --order: here stands what there is to rank.
          const items = await Promise.all(
            topicIds.map((topicId) => call('rankings.item', { topicId }))
          )
          tell(items, () => '')
          return
        }
        await sitting(call, topicIds)
      })
    )
}

async function waiting(call: Client, { persona, topic }: Ranking): Promise<string[]> {
  if (topic !== undefined) return [topic]
  const personaId = persona === undefined ? null : (await findPersona(call, persona)).id
  return (await call('rankings.sitting', { personaId })).topicIds
}

/** Topic after topic, until none waits or the person ends it. What is ranked is on disk at once. */
async function sitting(call: Client, topicIds: string[]): Promise<void> {
  if (topicIds.length === 0) {
    say('Nothing waits to be ranked. Next: understudy generate')
    return
  }
  const ask = readline.createInterface({ input: process.stdin, output: process.stdout })
  const lines = ask[Symbol.asyncIterator]()
  const done: { topicId: string; rankingId: string }[] = []
  const queue = [...topicIds]
  try {
    for (let topicId = queue.shift(); topicId !== undefined; topicId = queue.shift()) {
      const item = await call('rankings.item', { topicId })
      show(item, { left: queue.length })
      const answer = await nextAnswer(lines, item, call)
      if (answer === 'quit') break
      if (answer === 'skip') queue.push(topicId)
      else if (answer === 'undo') {
        queue.unshift(topicId)
        const last = done.pop()
        if (last) {
          await call('rankings.undo', { id: last.rankingId })
          queue.unshift(last.topicId)
        } else say('There is nothing to undo in this sitting.')
      } else done.push({ topicId, rankingId: answer.id })
      if (answer === 'skip' && queue.length === 1) break
    }
  } finally {
    ask.close()
  }
  say(`\n${String(done.length)} ranked in this sitting.`)
}

function show(item: SittingItem, { left }: { left: number }): void {
  say(`\n${item.personaName}: ${item.title}  (${String(left)} after this)`)
  if (item.prompt !== item.title) say(item.prompt)
  item.drafts.forEach(({ text }, index) => {
    say(`\n[${String(index + 1)}]\n${text.trim()}`)
  })
  say()
}

type Answer = 'skip' | 'undo' | 'quit' | { id: string }

async function nextAnswer(
  lines: AsyncIterator<string, undefined>,
  item: SittingItem,
  call: Client
): Promise<Answer> {
  const startedAt = Date.now()
  for (;;) {
    process.stdout.write('Best to worst: ')
    const line = await lines.next()
    const text = line.done === true ? 'q' : line.value.trim().toLowerCase()
    if (text === 'q') return 'quit'
    if (text === 's') return 'skip'
    if (text === 'u') return 'undo'
    try {
      const order = orderOf(text, item.drafts.length)
      return await submit(call, item, order, Date.now() - startedAt)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      complain(`${error.message} ${error.remedy?.text ?? ''}`)
    }
  }
}

/** `2 1=3` → [[1], [0, 2]]: places of the drafts as shown, from 0. @throws AppError `invalid_input` */
export function orderOf(text: string, drafts: number): number[][] {
  const groups = text
    .trim()
    .split(/[\s,>]+/)
    .filter((group) => group !== '')
    .map((group) => group.split('=').map((place) => Number(place) - 1))
  const places = groups.flat()
  const isWhole =
    places.length === drafts &&
    new Set(places).size === drafts &&
    places.every((place) => Number.isInteger(place) && place >= 0 && place < drafts)
  if (isWhole) return groups
  throw new AppError({
    code: 'invalid_input',
    message: `“${text}” is not an order of the ${String(drafts)} drafts.`,
    remedy: { text: `Write ${HELP}.` }
  })
}

async function submit(
  call: Client,
  { topicId, drafts, seed }: SittingItem,
  order: number[][],
  elapsedMs: number
) {
  const ids = drafts.map(({ id }) => id)
  const { ranking } = await call('rankings.submit', {
    topicId,
    groups: order.map((group) => group.flatMap((place) => ids[place] ?? [])),
    presentation: ids,
    seed,
    elapsedMs
  })
  return ranking
}
