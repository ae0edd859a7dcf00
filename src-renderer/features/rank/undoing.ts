import { rankedOf, workOf, type Scene, type Sitting } from './scene'

/** Back through the choices of this topic, then its edit, then through the topics before it. */
export const undo = (state: Sitting): Sitting => {
  const { scene } = state
  switch (scene.phase) {
    case 'storing':
      return show(state, { ...scene, then: 'undo' })
    case 'unstored':
      return show(state, { ...workOf(scene), moves: scene.moves.slice(0, -1), phase: 'choosing' })
    case 'revealed':
      return show(state, { phase: 'takingBack', past: rankedOf(scene), before: scene, more: 0 })
    case 'choosing':
      if (scene.moves.length > 0) return show(state, { ...scene, moves: scene.moves.slice(0, -1) })
      if (scene.edit !== null) return show(state, { ...scene, edit: null })
      return stepBack(state)
    case 'takingBack':
      return show(state, { ...scene, more: scene.more + 1 })
    case 'loading':
    case 'unreadable':
    case 'finished':
      return stepBack(state)
  }
}

/** Main took the ranking back: its last choice is open again, and undos pressed meanwhile follow. */
export const takenBack = (state: Sitting, at: number): Sitting => {
  const { scene } = state
  if (scene.phase !== 'takingBack') return state
  return undoMore(reopened(state, scene, at), scene.more)
}

const undoMore = (state: Sitting, times: number): Sitting => {
  if (times === 0) return state
  const next = undo(state)
  if (next.scene.phase !== 'takingBack') return undoMore(next, times - 1)
  return show(next, { ...next.scene, more: times - 1 })
}

type TakingBack = Extract<Scene, { phase: 'takingBack' }>

const reopened = (state: Sitting, scene: TakingBack, at: number): Sitting => {
  const { past: back, before } = scene
  const choosing: Scene = {
    ...workOf(back),
    moves: back.moves.slice(0, -1),
    since: at,
    phase: 'choosing'
  }
  if (before.phase === 'revealed') return show(state, choosing)
  return {
    ...state,
    queue: [back.item.topicId, ...state.queue],
    past: state.past.slice(0, -1),
    scene: choosing
  }
}

const stepBack = (state: Sitting): Sitting => {
  const last = state.past.at(-1)
  if (last === undefined) return state
  if (last.kind === 'ranked') {
    return show(state, { phase: 'takingBack', past: rankedOf(last), before: state.scene, more: 0 })
  }
  return {
    ...state,
    queue: [last.topicId, ...state.queue.filter((id) => id !== last.topicId)],
    past: state.past.slice(0, -1),
    scene: { phase: 'loading' }
  }
}

const show = (state: Sitting, scene: Scene): Sitting => ({ ...state, scene })
