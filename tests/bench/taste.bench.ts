import { common, constant, rewardStage } from '../../src-main/training/presets'
import { recommend } from '../../src-main/training/recommend'
import { learnTaste, prepareTaste, type Learned, type Taste } from './taste/runs'
import { writeTable } from './taste/table'

export const title =
  'What 24 rankings teach: three tastes that a rule can check, on 16 unseen topics'

const TASTES: readonly Taste[] = ['shorter', 'opening', 'you']
const RANKINGS = 24
/** Longer than this on one thread is longer than five minutes on two slow cores. */
const LONGEST_SECONDS = 300
const PERPLEXITY_RISE = 1.05

/**
 * Trains each taste with each seed as the recommended preset does. What was measured with the same
 * settings is kept in .cache/taste, so that the bench can be run in parts: BENCH_TASTES=you
 * BENCH_SEEDS=1,2 measures two of the nine. BENCH_TOPICS=tune takes the topics that settings are
 * tuned on; nothing of that is reported.
 */
export default async function bench(): Promise<{
  figures: Record<string, number>
  floors: Record<string, number>
}> {
  const tastes = TASTES.filter((taste) => listed('BENCH_TASTES', TASTES).includes(taste))
  const seeds = listed('BENCH_SEEDS', ['1', '2', '3']).map(Number)
  const topics = process.env['BENCH_TOPICS'] === 'tune' ? 'tune' : 'report'
  const base = prepareTaste()
  const rows = { sft: RANKINGS, dpo: RANKINGS, reward: RANKINGS }
  const { sft, dpo } = recommend({ preset: 'recommended', rows })
  const { keepWeight } = constant
  const learned: Learned[] = []
  for (const seed of seeds) {
    for (const taste of tastes) {
      const one = learnTaste({
        taste,
        seed,
        topics,
        base,
        common: commonSettings,
        sft: { ...sft, keepWeight },
        dpo: { ...dpo, keepWeight },
        // Rankings are the same for all seeds but for their noise: scoring is measured once a taste.
        reward: seed === 1 ? rewardStage : null
      })
      learned.push(one)
      console.log(`${taste}, seed ${String(seed)}: ${sentence(one)}`)
      await Promise.resolve()
    }
  }
  learned.sort((a, b) => TASTES.indexOf(a.taste) - TASTES.indexOf(b.taste))
  if (topics === 'report') writeTable(learned)
  return judge(learned)
}

const commonSettings = {
  device: 'cpu',
  precision: 'auto',
  threads: 1,
  saveEvery: 0,
  lora: common.lora,
  warmupSteps: common.warmupSteps,
  maxGradNorm: common.maxGradNorm,
  maxLength: common.maxLength
}

/** Every figure is the worst of its seeds, and better when larger. */
function judge(learned: readonly Learned[]): {
  figures: Record<string, number>
  floors: Record<string, number>
} {
  const figures: Record<string, number> = {}
  const floors: Record<string, number> = {}
  const say = (name: string, floor: number, of: readonly Learned[], value: Figure): void => {
    if (of.length === 0) return
    figures[name] = Math.round(Math.min(...of.map(value)) * 1000) / 1000
    floors[name] = floor
  }
  const of = (taste: Taste): Learned[] => learned.filter((one) => one.taste === taste)
  say('shorterTimes', 1.25, of('shorter'), ({ before, after }) => before.score / after.score)
  // Where the best drafts have 55 words, 15 would be 0.27: a slogan. This keeps well away from it.
  say('shorterAgainstBest', 0.4, of('shorter'), ({ after, bestWords }) => after.words / bestWords)
  say('openingShare', 0.7, of('opening'), ({ after }) => after.score)
  say('youTimes', 1.3, of('you'), ({ before, after }) => after.score / before.score)
  say('neutralProse', 1 / PERPLEXITY_RISE, learned, ({ before, after }) => {
    return before.perplexity / after.perplexity
  })
  say('finished', 0.9, learned, ({ before, after }) => after.finished / before.finished)
  say('withoutLoops', 0.9, learned, ({ after }) => 1 - after.looping)
  const scored = learned.filter(({ reward }) => reward)
  say('rewardLow', 0.5, scored, ({ reward }) => reward?.low ?? 0)
  say('withinTime', 1, learned, ({ seconds }) => LONGEST_SECONDS / seconds.cpu)
  return { figures, floors }
}

type Figure = (learned: Learned) => number

const sentence = ({ before, after, bestWords, seconds }: Learned): string =>
  `${before.score.toFixed(2)} → ${after.score.toFixed(2)}, ${before.words.toFixed(0)} → ` +
  `${after.words.toFixed(0)} words (best drafts ${bestWords.toFixed(0)}), perplexity ` +
  `${before.perplexity.toFixed(1)} → ${after.perplexity.toFixed(1)}, ${seconds.cpu.toFixed(0)} s`

const listed = (name: string, all: readonly string[]): readonly string[] =>
  process.env[name]?.split(',') ?? all
