import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import type { Persona } from '@contract/personas'
import type { HomeSummary } from '@contract/project'

type Facts = {
  stations: HomeSummary['stations']
  personas: readonly Persona[]
  /** Newest first. */
  jobs: readonly Job[]
  models: readonly Model[]
  pairsAtLastRun: number
}

const ENOUGH_NEW_PAIRS = 100
const ENOUGH_GROWTH = 0.4
const FIRST_RUN_PAIRS = 30
/** About what reading three drafts of 160 words and pressing two keys takes. */
const SECONDS_A_RANKING = 30

/** The first rule that holds says what to do now. */
export function nextStep(facts: Facts): HomeSummary['next'] {
  return (
    failedJob(facts) ??
    modelToExport(facts) ??
    draftsToRank(facts) ??
    topicsToWrite(facts) ??
    runToStart(facts) ??
    firstPersona(facts) ??
    topicsToAdd(facts)
  )
}

type Rule = (facts: Facts) => HomeSummary['next'] | null

const failedJob: Rule = ({ jobs }) => {
  const [latest] = jobs
  if (latest?.state.status === 'interrupted') {
    return {
      step: 'retry-job',
      title: `${latest.title} was interrupted.`,
      text: 'The app closed while it ran. What it had made is kept.',
      button: 'Continue',
      subjectId: latest.id
    }
  }
  if (latest?.state.status !== 'failed') return null
  return {
    step: 'retry-job',
    title: `${latest.title} did not finish.`,
    text: latest.state.error.message,
    button: 'Try again',
    subjectId: latest.id
  }
}

const modelToExport: Rule = ({ models }) => {
  const exported = new Set(
    models.filter(({ kind }) => kind === 'merged').map((one) => one.parentId)
  )
  const waiting = models.findLast(({ id, kind }) => kind === 'adapter' && !exported.has(id))
  if (!waiting) return null
  return {
    step: 'export-model',
    title: `${waiting.name} is trained.`,
    text: 'Make it a model of its own, and ask it the same question as its base.',
    button: 'Export and try it',
    subjectId: waiting.id
  }
}

const draftsToRank: Rule = ({ stations }) => {
  const { count } = stations.toRank
  if (count === 0) return null
  const minutes = Math.max(1, Math.round((count * SECONDS_A_RANKING) / 60))
  return {
    step: 'rank',
    title: `${topics(count)} ${count === 1 ? 'has' : 'have'} fresh drafts to rank.`,
    text: `About ${plural(minutes, 'minute')} at two keys a topic. They add roughly ${plural(count * 3, 'pair')} to what the next run learns.`,
    button: 'Rank drafts',
    subjectId: null
  }
}

const topicsToWrite: Rule = ({ stations, personas }) => {
  const count = stations.topics.withoutDrafts
  if (count === 0) return null
  return {
    step: 'write-drafts',
    title: `${topics(count)} ${count === 1 ? 'has' : 'have'} no drafts yet.`,
    text: 'The model on this machine writes them, several for each topic. Then you say which is best.',
    button: `Write drafts for ${String(count)}`,
    subjectId: personas.find(({ counts }) => counts.withoutDrafts > 0)?.id ?? null
  }
}

const runToStart: Rule = ({ stations, pairsAtLastRun }) => {
  const { count, sinceLastRun } = stations.pairs
  const enough =
    pairsAtLastRun === 0
      ? count >= FIRST_RUN_PAIRS
      : sinceLastRun >= ENOUGH_NEW_PAIRS || sinceLastRun >= pairsAtLastRun * ENOUGH_GROWTH
  if (!enough) return null
  return {
    step: 'start-run',
    title: `${plural(pairsAtLastRun === 0 ? count : sinceLastRun, 'new pair')} ${count === 1 ? 'is' : 'are'} ready to learn from.`,
    text: 'Imitate, then prefer: a supervised pass over your best drafts, then DPO on your pairs.',
    button: 'Start a run',
    subjectId: null
  }
}

const firstPersona: Rule = ({ personas }) =>
  personas.length > 0
    ? null
    : {
        step: 'add-persona',
        title: 'Begin with a voice.',
        text: 'A persona says who writes. Give it a name and a few sentences on how it should sound.',
        button: 'New persona',
        subjectId: null
      }

const topicsToAdd = ({ personas, stations }: Facts): HomeSummary['next'] => ({
  step: 'add-topics',
  title:
    stations.topics.count === 0
      ? 'Give your persona something to write about.'
      : 'All drafts are ranked.',
  text: 'A topic is a line: a title, a question, a highlight. Paste as many as you like.',
  button: 'Add topics',
  subjectId: personas[0]?.id ?? null
})

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
const topics = (count: number): string => plural(count, 'topic')
