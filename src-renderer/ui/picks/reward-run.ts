import { keep } from '../kept'

/** Fills the form of a new run with a reward model for this persona, or for all; the form keeps these names. */
export const fillWithReward = (personaId: string | null): void => {
  keep('new run persona', personaId ?? undefined)
  keep('new run stages', ['reward'])
}
