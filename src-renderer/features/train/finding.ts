import type { Run } from '@contract/training'
import { inWords } from '../../ui/words'

/** What the list of runs says, answer first. Runs come newest first. */
export const finding = (runs: readonly Run[]): { title: string; text: string } => {
  const active = runs.find(({ state }) => state.status === 'running' || state.status === 'queued')
  if (active)
    return { title: `Run ${active.number} is learning.`, text: `It makes ${active.name}.` }
  const finished = runs.filter(({ state }) => state.status === 'succeeded')
  const [newest] = finished
  if (!newest) {
    return {
      title: 'No run is finished yet.',
      text: 'Open one to see why it ended and continue it.'
    }
  }
  const measured = finished.filter(({ dpo }) => dpo?.preferenceAccuracy != null)
  const best = measured.reduce<Run | null>(
    (top, run) => (top === null || accuracyOf(run) > accuracyOf(top) ? run : top),
    null
  )
  if (best === null) {
    return {
      title: `Run ${newest.number} made ${newest.name}.`,
      text: 'Too few topics were held out to say how well it agrees with you.'
    }
  }
  const share = `${Math.round(accuracyOf(best) * 100)} of 100 held-out pairs`
  const text = `${best.name} puts the draft you preferred first in ${share}.`
  if (measured.length === 1) return { title: `Run ${best.number} is finished.`, text }
  return {
    title: `Run ${best.number} is the best of the ${inWords(measured.length, '', '').trim()}.`,
    text
  }
}

const accuracyOf = ({ dpo }: Run): number => dpo?.preferenceAccuracy ?? 0
