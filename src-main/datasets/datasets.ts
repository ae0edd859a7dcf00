import type { Handlers } from '@contract/calls'
import type { Database } from '../database/schema'
import { exportDatasets } from './exports'
import { countTaught, taughtByTopic } from './taught'

type DatasetHandlers = Pick<Handlers, Extract<keyof Handlers, `datasets.${string}`>>

/** What the person's judgement has become: training data. */
export function datasetHandlers({ db }: { db: Database }): DatasetHandlers {
  return {
    'datasets.ofTopic': ({ topicId }) => taughtByTopic(db, topicId),
    'datasets.counts': ({ personaId }) => countTaught(db, { personaId }),
    'datasets.export': (asked) => exportDatasets(db, asked)
  }
}
