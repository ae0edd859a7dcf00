import { say, seconds, table } from '../terminal'
import type { TourReport } from './report'

/** The table of before and after, an example, and the verdict. */
export function tellEnd({ before, after, ok, durations, export: made }: TourReport): void {
  const percent = (share: number): string => `${String(Math.round(share * 100))}%`
  const rows = before.perTopic.map((one, index) => {
    const then = after.perTopic[index]
    return [
      one.topic,
      percent(one.score),
      percent(then?.score ?? 0),
      String(one.words),
      String(then?.words ?? 0)
    ]
  })
  say('\nHeld-out topics, never ranked and never trained on: drafts that follow the taste\n')
  say(
    table([
      ['Topic', 'before', 'after', 'words', 'words after'],
      ...rows,
      ['All', percent(before.score), percent(after.score), '', '']
    ])
  )
  say(`\n  “${before.perTopic[0]?.topic ?? ''}”, before and after:`)
  say(`  − ${oneLine(before.perTopic[0]?.example ?? '')}`)
  say(`  + ${oneLine(after.perTopic[0]?.example ?? '')}`)
  say(
    `\n  The canary ${made.canaryAgrees ? 'agrees: the exported model answers like the trained one' : 'does not agree'}.`
  )
  say(
    `  Training took ${seconds(durations.train * 1000)}, all of it ${seconds(durations.total * 1000)}.`
  )
  say(ok ? '\nThe taste was learned.' : '\nThe taste was not learned.')
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
