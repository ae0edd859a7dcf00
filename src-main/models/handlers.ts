import type { Handlers } from '@contract/calls'
import type { Chat } from './chat'
import type { Models } from './models'

type Options = {
  models: Models
  chat: Chat
  /** Export stands a step above the registry, so it is handed in. */
  startExport: Handlers['models.export']
}

export function modelHandlers({
  models,
  chat,
  startExport
}: Options): Pick<Handlers, 'models.list' | 'models.export' | 'chat.ask' | 'chat.stop'> {
  return {
    'models.list': () => models.list(),
    'models.export': startExport,
    'chat.ask': (question) => chat.ask(question),
    'chat.stop': ({ chatId }) => {
      chat.stop(chatId)
      return {}
    }
  }
}
