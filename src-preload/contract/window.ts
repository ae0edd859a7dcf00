import { z } from 'zod'
import { Nothing } from './common'
import { AvailableCommands } from './commands'

export const Theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof Theme>

/** What the window asks of the one process that holds windows, menus and dialogs. */
export const windowCalls = {
  /** What can be done in the window now: the application menu offers these and greys the rest. */
  'window.commands': { input: AvailableCommands, output: Nothing },
  /** Text and everything around it, from 80% to 200%; kept over restarts. */
  'window.zoom': {
    input: z.object({ to: z.enum(['larger', 'smaller', 'actual']) }),
    output: z.object({ factor: z.number() })
  },
  /** Forces the theme for what the system draws too; kept, so that the next start begins in it. */
  'window.theme': { input: z.object({ theme: Theme }), output: Nothing }
}
