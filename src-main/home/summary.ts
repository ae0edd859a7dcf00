import type { Writer } from '@contract/generation'
import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import type { HomeSummary } from '@contract/project'
import type { Run } from '@contract/training'
import type { Database } from '../database/schema'
import { listPersonas } from '../personas/repository'
import { listRecentRankings } from '../rankings/repository'
import { recentActivity } from './activity'
import { nextStep } from './next-step'

type Options = {
  db: Database
  listJobs: () => Promise<Job[]>
  listRuns: () => Promise<Run[]>
  listModels: () => Promise<Model[]>
  writer: () => Promise<Writer | null>
}

/** What stands where in the loop, and the one thing to do next. */
export async function homeSummary({
  db,
  listJobs,
  listRuns,
  listModels,
  writer
}: Options): Promise<HomeSummary> {
  const [personas, jobs, runs, models, rankings, writing] = await Promise.all([
    listPersonas(db),
    listJobs(),
    listRuns(),
    listModels(),
    listRecentRankings(db, 200),
    writer()
  ])
  const sum = (count: (persona: (typeof personas)[number]) => number): number =>
    personas.reduce((total, persona) => total + count(persona), 0)
  const lastRun = runs[0] ?? null
  const lastLearned = runs.find(({ adapterId }) => adapterId !== null)
  const pairs = sum(({ counts }) => counts.pairs)
  const pairsAtLastRun = lastLearned?.data.pairs ?? 0
  const stations: HomeSummary['stations'] = {
    topics: {
      count: sum(({ counts }) => counts.topics),
      personas: personas.length,
      withoutDrafts: sum(({ counts }) => counts.withoutDrafts)
    },
    toRank: { count: sum(({ counts }) => counts.toRank) },
    pairs: { count: pairs, sinceLastRun: Math.max(0, pairs - pairsAtLastRun) },
    runs: { count: runs.length, lastAt: lastRun?.createdAt ?? null },
    model: latestModel(models, writing)
  }
  return {
    stations,
    next: nextStep({ stations, personas, jobs, models, pairsAtLastRun }),
    recent: recentActivity({ rankings, jobs }),
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
