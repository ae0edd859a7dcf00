import type { Writer } from '@contract/generation'
import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import type { HomeSummary } from '@contract/project'
import type { Run } from '@contract/training'
import type { Database } from '../database/schema'
import { listPersonaDeletions } from '../personas/deletions'
import { listPersonas } from '../personas/repository'
import { listRecentRankings } from '../rankings/repository'
import { listDeletions } from '../topics/bulk'
import { recentActivity } from './activity'
import { countPairsToRank, deployedAdapters, hasOwnTopicsInSample, usualPace } from './facts'
import { nextStep } from './next-step'

type Options = {
  db: Database
  listJobs: () => Promise<Job[]>
  listRuns: () => Promise<Run[]>
  listModels: () => Promise<Model[]>
  writer: () => Promise<Writer | null>
}

const RECENT_RANKINGS = 200
const RECENT_DELETIONS = 6

/** What stands where in the loop, and the one thing to do next. */
export async function homeSummary(options: Options): Promise<HomeSummary> {
  const { db } = options
  const [personas, jobs, runs, models, rankings, writing] = await Promise.all([
    listPersonas(db),
    options.listJobs(),
    options.listRuns(),
    options.listModels(),
    listRecentRankings(db, RECENT_RANKINGS),
    options.writer()
  ])
  const sum = (count: (persona: (typeof personas)[number]) => number): number =>
    personas.reduce((total, persona) => total + count(persona), 0)
  const pairs = sum(({ counts }) => counts.pairs)
  const pairsAtLastRun = runs.find(({ adapterId }) => adapterId !== null)?.data.pairs ?? 0
  const stations: HomeSummary['stations'] = {
    topics: {
      count: sum(({ counts }) => counts.topics),
      personas: personas.length,
      withoutDrafts: sum(({ counts }) => counts.withoutDrafts)
    },
    toRank: { count: sum(({ counts }) => counts.toRank) },
    pairs: { count: pairs, sinceLastRun: Math.max(0, pairs - pairsAtLastRun) },
    runs: { count: runs.length, lastAt: runs[0]?.createdAt ?? null },
    model: latestModel(models, writing)
  }
  const [pairsToRank, medianMs, deployed] = await Promise.all([
    countPairsToRank(db),
    usualPace(db),
    deployedAdapters(db)
  ])
  const [deletedPersonas, deletedTopics, ownInSample] = await Promise.all([
    listPersonaDeletions(db, RECENT_DELETIONS),
    listDeletions(db, RECENT_DELETIONS),
    hasOwnTopicsInSample(db)
  ])
  return {
    firstRun: personas.every(({ sample }) => sample) && rankings.length === 0 && !ownInSample,
    samplePersonas: personas.filter(({ sample }) => sample).length,
    stations,
    next: nextStep({
      ...{ stations, personas, jobs, models, deployed },
      ...{ pairsAtLastRun, pairsToRank, medianMs }
    }),
    recent: recentActivity({ rankings, jobs, deletedPersonas, deletedTopics }),
    ranked: personas.map(({ id, name, counts }) => ({
      personaId: id,
      name,
      ranked: counts.ranked,
      topics: counts.topics
    }))
  }
}

function latestModel(
  models: readonly Model[],
  writer: Writer | null
): HomeSummary['stations']['model'] {
  const tuned = models.findLast(({ kind, missing }) => kind === 'gguf' && !missing)
  if (!tuned) return { name: null, detail: 'Nothing trained yet', writes: false }
  const quantization = tuned.quantization ?? 'GGUF'
  return {
    name: tuned.name,
    detail: tuned.canaryAgrees === true ? `${quantization}, checked` : quantization,
    writes: writer?.engine === 'embedded' && writer.modelId === tuned.id
  }
}
