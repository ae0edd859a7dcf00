import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import type { Persona } from '@contract/personas'
import type { HomeSummary } from '@contract/project'

export type Facts = {
  stations: HomeSummary['stations']
  personas: readonly Persona[]
  /** Newest first. */
  jobs: readonly Job[]
  models: readonly Model[]
  /** Ids of the adapters that answered where they were loaded, or are on their way there. */
  deployed: ReadonlySet<string>
  pairsAtLastRun: number
  /** What ranking all that waits would add. */
  pairsToRank: number
  /** Median of the person's own rankings; null until there are a few. */
  medianMs: number | null
}

const ENOUGH_NEW_PAIRS = 100
const ENOUGH_GROWTH = 0.4
/** About what reading three drafts of 160 words and pressing two keys takes. */
const USUAL_MS = 30_000

/** The first rule that holds says what to do now. */
export function nextStep(facts: Facts): HomeSummary['next'] {
  return (
    failedJob(facts) ??
    modelToLoad(facts) ??
    draftsToRank(facts) ??
    topicsToWrite(facts) ??
    runToStart(facts) ??
    firstPersona(facts) ??
    topicsToAdd(facts)
  )
}

type Rule = (facts: Facts) => HomeSummary['next'] | null

const failedJob: Rule = ({ jobs }) => {
  const latest = jobs.find(({ state }) => state.status !== 'queued' && state.status !== 'running')
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
  if (latest.kind === 'deploy') {
    return {
      step: 'open-job',
      title: `${latest.title} did not finish.`,
      text: latest.state.error.message,
      button: 'See what to do',
      subjectId: latest.id
    }
  }
  return {
    step: 'retry-job',
    title: `${latest.title} did not finish.`,
    text: latest.state.error.message,
    button: 'Try again',
    subjectId: latest.id
  }
}

/** One that was made into a file of its own is left alone: it may well write without LM Studio. */
const modelToLoad: Rule = ({ models, deployed }) => {
  const made = new Set(models.flatMap(({ kind, parentId }) => (kind === 'adapter' ? [] : parentId)))
  const waiting = models.findLast(
    ({ id, kind, missing }) => kind === 'adapter' && !missing && !made.has(id) && !deployed.has(id)
  )
  if (!waiting) return null
  return {
    step: 'load-model',
    title: `${waiting.name} is trained.`,
    text: 'Bring it into LM Studio, and ask it the same question as its base.',
    button: `Load ${waiting.name}`,
    subjectId: waiting.id
  }
}

const draftsToRank: Rule = ({ stations, pairsToRank, medianMs }) => {
  const { count } = stations.toRank
  if (count === 0) return null
  const minutes = Math.max(1, Math.round((count * (medianMs ?? USUAL_MS)) / 60_000))
  const pace = medianMs === null ? 'at two keys a topic' : 'at your usual pace'
  return {
    step: 'rank',
    title: `${topics(count)} ${count === 1 ? 'has' : 'have'} fresh drafts to rank.`,
    text: `About ${plural(minutes, 'minute')} ${pace}. They add up to ${plural(pairsToRank, 'pair')} to what the next run learns.`,
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
    text: 'A model writes them, several for each topic. Then you say which is best.',
    button: `Write drafts for ${count.toLocaleString('en')}`,
    subjectId: personas.find(({ counts }) => counts.withoutDrafts > 0)?.id ?? null
  }
}

const runToStart: Rule = ({ stations, pairsAtLastRun }) => {
  const { sinceLastRun } = stations.pairs
  const grown = pairsAtLastRun > 0 && sinceLastRun >= pairsAtLastRun * ENOUGH_GROWTH
  if (sinceLastRun < ENOUGH_NEW_PAIRS && !grown) return null
  return {
    step: 'start-run',
    title: `${plural(sinceLastRun, 'new pair')} ${sinceLastRun === 1 ? 'is' : 'are'} ready to learn from.`,
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

const topicsToAdd = (facts: Facts): HomeSummary['next'] => ({
  step: 'add-topics',
  ...allDone(facts),
  button: 'Add topics',
  // The person's own come before the sample's.
  subjectId: (facts.personas.find(({ sample }) => !sample) ?? facts.personas[0])?.id ?? null
})

/** What more topics bring depends on how far the loop has come. */
function allDone({ stations, pairsAtLastRun }: Facts): { title: string; text: string } {
  const { topics: station, model, pairs } = stations
  const { name, writes } = model
  if (station.count === 0) {
    return {
      title: 'Give your persona something to write about.',
      text: 'A topic is a line: a title, a question, a highlight. Paste as many as you like.'
    }
  }
  if (name !== null && writes) {
    return {
      title: `All drafts are ranked, and ${name} writes the next ones.`,
      text: 'Give it topics it has not seen: ranking its drafts shows what it has learned.'
    }
  }
  if (name !== null) {
    return {
      title: `All drafts are ranked, and ${name} is ready to write.`,
      text: 'Choose it as the writer, and give it topics it has not seen.'
    }
  }
  if (pairsAtLastRun > 0) {
    return {
      title: 'All drafts are ranked.',
      text: `${plural(pairs.sinceLastRun, 'pair')} since the last run. More topics bring more to learn from.`
    }
  }
  return {
    title: 'All drafts are ranked.',
    text: `${plural(pairs.count, 'pair')} so far; about ${String(ENOUGH_NEW_PAIRS)} make a useful first run. Paste as many topics as you like.`
  }
}

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
const topics = (count: number): string => plural(count, 'topic')
