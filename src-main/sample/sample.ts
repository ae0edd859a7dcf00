import type { Handlers } from '@contract/calls'
import type { Database } from '../database/schema'
import type { Events } from '../events'

type SampleHandlers = Pick<Handlers, 'project.removeSample' | 'project.restoreSample'>

/** Takes the sample's personas out of sight, and brings them back. */
export function sampleHandlers({ db, events }: { db: Database; events: Events }): SampleHandlers {
  const announce = (): void => {
    events.changed('personas', 'topics', 'rankings')
  }
  return {
    'project.removeSample': async () => {
      const { numUpdatedRows } = await db
        .updateTable('personas')
        .set({ deleted_at: Date.now() })
        .where('sample', '=', 1)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      announce()
      return { personas: Number(numUpdatedRows) }
    },
    'project.restoreSample': async () => {
      const personas = await restoreLatest(db)
      announce()
      return { personas }
    }
  }
}

/** Those that went last, all at one moment: what was deleted alone before that stays away. */
async function restoreLatest(db: Database): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('personas')
    .set({ deleted_at: null })
    .where('sample', '=', 1)
    .where('deleted_at', '=', (expression) =>
      expression
        .selectFrom('personas as gone')
        .select(({ fn }) => fn.max('gone.deleted_at').as('at'))
        .where('gone.sample', '=', 1)
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
