import { z } from 'zod'
import { Id, Nothing } from './common'
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
  /** Has the person choose a folder or file in the system's own dialog; null when they leave it. */
  'window.choosePath': {
    input: z.object({
      /** `newFile` names one that is not there yet. */
      what: z.enum(['folder', 'file', 'newFile']),
      title: z.string().min(1).max(100),
      /** On the button that takes the choice. */
      button: z.string().min(1).max(40),
      /** The name that is offered for a new file. */
      suggestion: z.string().max(200).optional(),
      /** Without the dot; left out, any file. */
      extensions: z.array(z.string().regex(/^[a-z0-9]+$/)).optional()
    }),
    output: z.object({ path: z.string().nullable() })
  },
  /** Shows a model's file, a placed file, or where that is to be copied to, in the file browser. */
  'window.reveal': {
    input: z.object({ what: z.enum(['model', 'placedFile', 'copyFolder']), id: Id }),
    output: Nothing
  },
  /** Forces the theme for what the system draws too; kept, so that the next start begins in it. */
  'window.theme': { input: z.object({ theme: Theme }), output: Nothing }
}
