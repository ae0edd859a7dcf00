import type { HomeSummary } from '@contract/project'
import { useCall } from '../../bridge'
import { startSitting } from './store'

/** The same address does not open a new sitting by itself. */
export const rankAgain = (personaId: string | null): { onRank?: () => void } =>
  personaId === null ? { onRank: () => void startSitting({ personaId, first: null }) } : {}

/** Nothing until the rankings just made are counted: an older answer would name the wrong step. */
export const useNext = (): HomeSummary | undefined => {
  const summary = useCall('home.summary', {})
  return summary.isFetching ? undefined : summary.data
}
