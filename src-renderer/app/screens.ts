import { lazy } from 'react'

// Each screen is a file of its own: the first one is there without waiting for all others.
const screens = {
  personas: () => import('../features/personas/PersonasPage'),
  newPersona: () => import('../features/personas/NewPersonaPage'),
  persona: () => import('../features/personas/PersonaPage'),
  topics: () => import('../features/personas/list/AllTopicsPage'),
  topic: () => import('../features/topics/TopicPage'),
  topicHistory: () => import('../features/topics/TopicHistoryPage'),
  rank: () => import('../features/rank/RankPage'),
  train: () => import('../features/train/TrainPage'),
  newRun: () => import('../features/train/NewRunPage'),
  run: () => import('../features/train/RunPage'),
  models: () => import('../features/models/ModelsPage'),
  addBase: () => import('../features/models/base/AddBasePage'),
  chat: () => import('../features/models/ChatPage'),
  deploy: () => import('../features/deploy/DeployPage'),
  general: () => import('../features/settings/GeneralPage'),
  engines: () => import('../features/settings/EnginesPage'),
  python: () => import('../features/settings/PythonPage'),
  server: () => import('../features/settings/local-server/LocalServerPage')
}

export const PersonasPage = lazy(async () => ({ default: (await screens.personas()).PersonasPage }))
export const NewPersonaPage = lazy(async () => ({
  default: (await screens.newPersona()).NewPersonaPage
}))
export const PersonaPage = lazy(async () => ({ default: (await screens.persona()).PersonaPage }))
export const AllTopicsPage = lazy(async () => ({ default: (await screens.topics()).AllTopicsPage }))
export const TopicPage = lazy(async () => ({ default: (await screens.topic()).TopicPage }))
export const TopicHistoryPage = lazy(async () => ({
  default: (await screens.topicHistory()).TopicHistoryPage
}))
export const RankPage = lazy(screens.rank)
export const TrainPage = lazy(screens.train)
export const NewRunPage = lazy(screens.newRun)
export const RunPage = lazy(screens.run)
export const ModelsPage = lazy(screens.models)
export const AddBasePage = lazy(screens.addBase)
export const ChatPage = lazy(screens.chat)
export const DeployPage = lazy(screens.deploy)
export const GeneralPage = lazy(async () => ({ default: (await screens.general()).GeneralPage }))
export const EnginesPage = lazy(async () => ({ default: (await screens.engines()).EnginesPage }))
export const LocalServerPage = lazy(async () => ({
  default: (await screens.server()).LocalServerPage
}))
export const PythonPage = lazy(async () => ({ default: (await screens.python()).PythonPage }))

/** Reads in the other screens while nothing else is to be done, so that going there does not wait. */
export const readAhead = (): void => {
  requestIdleCallback(() => {
    for (const read of Object.values(screens)) void read()
  })
}
