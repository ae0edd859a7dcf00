import { z } from 'zod'

/** Where a command stands in the application menu; on a Mac, Settings moves to the app's own menu. */
export const menus = [
  'File',
  'Edit',
  'View',
  'Go',
  'Persona',
  'Draft',
  'Rank',
  'Model',
  'Help'
] as const
export type MenuName = (typeof menus)[number]

export type Command = {
  /** What it is called where no button gives it a name of its own: verb and object. */
  title: string
  menu: MenuName
  /**
   * The keys that do it, the first of them printed: `mod` is ⌘ on a Mac, else Ctrl. A single
   * character acts only while no text field has the focus, and can be changed in the settings.
   */
  keys?: string | readonly string[]
  /** `go` stands under “Go to” in the palette; everything else under “Do”. */
  group?: 'go'
}

/**
 * Every named act of the app. The window's buttons, the palette, the keyboard sheet and the
 * application menu are made from this one map. The word before the dot says where the key works:
 * two commands of one place have different keys (`scopeOf`).
 */
export const commands = {
  'app.palette': { title: 'Search or run a command', menu: 'Go', keys: 'mod+k' },
  /** What is made here: each screen has its own, with its own words. */
  'app.new': { title: 'New, here', menu: 'File', keys: 'mod+n' },
  'app.find': { title: 'Find, here', menu: 'Edit', keys: 'mod+f' },
  'app.settings': { title: 'Settings', menu: 'File', keys: 'mod+,', group: 'go' },
  'app.sidebar': { title: 'Show or hide the sidebar', menu: 'View', keys: 'mod+\\' },
  /** The job in view: each screen has its own, with its own words. */
  'app.stop': { title: 'Stop the running job', menu: 'Model', keys: 'mod+.' },
  /** Commits the form or the dialog that is open, with the words of its button. */
  'app.commit': { title: 'Commit the form', menu: 'File', keys: 'mod+enter' },
  'app.keys': { title: 'All keys', menu: 'Help', keys: '?' },
  'app.undo': { title: 'Undo', menu: 'Edit', keys: 'mod+z' },
  'app.redo': { title: 'Redo', menu: 'Edit', keys: 'shift+mod+z' },
  'app.larger': { title: 'Larger text', menu: 'View', keys: ['mod++', 'mod+='] },
  'app.smaller': { title: 'Smaller text', menu: 'View', keys: 'mod+-' },
  'app.actualSize': { title: 'Text at its own size', menu: 'View', keys: 'mod+0' },
  'app.reload': { title: 'Reload the window', menu: 'View' },
  'app.newPersona': { title: 'New persona', menu: 'Persona' },
  'app.newRun': { title: 'New training run', menu: 'Model' },

  'go.home': { title: 'Home', menu: 'Go', keys: 'mod+1', group: 'go' },
  'go.rank': { title: 'Rank', menu: 'Go', keys: 'mod+2', group: 'go' },
  'go.personas': { title: 'Personas', menu: 'Go', keys: 'mod+3', group: 'go' },
  // 4, 5 and 8 are kept for Library, Datasets and Evaluate.
  'go.train': { title: 'Train', menu: 'Go', keys: 'mod+6', group: 'go' },
  'go.models': { title: 'Models', menu: 'Go', keys: 'mod+7', group: 'go' },
  'go.topics': { title: 'All topics', menu: 'Go', group: 'go' },
  'go.chat': { title: 'Compare in chat', menu: 'Go', group: 'go' },
  'go.general': { title: 'Settings, window and keys', menu: 'Go', group: 'go' },
  'go.engines': { title: 'Settings, engines', menu: 'Go', group: 'go' },
  'go.python': { title: 'Settings, training environment', menu: 'Go', group: 'go' },
  'go.back': { title: 'Back', menu: 'Go', keys: 'mod+[' },
  'go.forward': { title: 'Forward', menu: 'Go', keys: 'mod+]' },

  'project.choose': { title: 'Choose another folder', menu: 'File' },
  'project.reveal': { title: 'Show the project folder', menu: 'File' },

  /** The one next step of the loop, with its words of the moment. */
  'home.next': { title: 'Take the next step', menu: 'Go', keys: 'enter' },
  'home.removeSample': { title: 'Remove the sample', menu: 'File' },
  'home.installPython': { title: 'Install Python now', menu: 'Model' },

  'persona.rank': { title: 'Rank drafts', menu: 'Persona', keys: 'r' },
  'persona.write': { title: 'Write drafts', menu: 'Persona', keys: 'w' },
  'persona.suggest': { title: 'Suggest topics', menu: 'Persona' },
  'persona.pick': { title: 'Let the reward model pick', menu: 'Persona' },
  'persona.edit': { title: 'Edit persona', menu: 'Persona' },
  'persona.delete': { title: 'Delete persona', menu: 'Persona' },

  'topic.rank': { title: 'Rank drafts', menu: 'Draft', keys: 'r' },
  'topic.write': { title: 'Write drafts', menu: 'Draft', keys: 'w' },
  'topic.sampling': { title: 'Writer and sampling', menu: 'Draft' },
  'topic.defaults': { title: 'Back to the default sampling', menu: 'Draft' },
  'topic.again1': { title: 'Write draft A again', menu: 'Draft' },
  'topic.again2': { title: 'Write draft B again', menu: 'Draft' },
  'topic.again3': { title: 'Write draft C again', menu: 'Draft' },
  'topic.again4': { title: 'Write draft D again', menu: 'Draft' },
  'topic.history': { title: 'Earlier drafts', menu: 'Draft', keys: 'h' },
  'topic.comment': { title: 'Comment on the topic', menu: 'Draft', keys: 'c' },
  'topic.rankAgain': { title: 'Rank again', menu: 'Draft' },
  'topic.takeBack': { title: 'Take the ranking back', menu: 'Draft', keys: 'u' },
  'topic.pick': { title: 'Let the reward model pick', menu: 'Draft', keys: 'p' },
  'topic.edit': { title: 'Edit topic', menu: 'Draft' },
  'topic.delete': { title: 'Delete topic', menu: 'Draft' },

  'rank.tie': { title: 'Tie', menu: 'Rank', keys: 't' },
  'rank.skip': { title: 'Skip', menu: 'Rank', keys: 's' },
  'rank.edit': { title: 'Edit the draft', menu: 'Rank', keys: 'e' },
  'rank.comment': { title: 'Comment', menu: 'Rank', keys: 'c' },
  'rank.undo': { title: 'Undo, across topics', menu: 'Rank', keys: ['u', 'mod+z'] },
  'rank.expand': { title: 'Expand, return', menu: 'Rank', keys: ' ' },
  'rank.compare': { title: 'Hold to compare', menu: 'Rank', keys: 'd' },
  'rank.next': { title: 'Next topic', menu: 'Rank', keys: 'enter' },
  'rank.verdict': { title: 'Accept or reject instead', menu: 'Rank', keys: 'a' },
  'rank.rejectAll': { title: 'Reject all', menu: 'Rank', keys: 'x' },
  'rank.became': { title: 'What it became', menu: 'Rank', keys: 'w' },
  'rank.pick': { title: 'Let the reward model pick', menu: 'Rank', keys: 'p' },
  'rank.leave': { title: 'Done for now', menu: 'Rank', keys: 'escape' },

  /** Of the list or table that has the focus. */
  'list.preview': { title: 'Preview', menu: 'Edit', keys: ' ' },
  'list.select': { title: 'Select', menu: 'Edit', keys: 'x' },
  'list.all': { title: 'Select all', menu: 'Edit', keys: 'mod+a' },
  'list.write': { title: 'Write drafts for the selected', menu: 'Persona' },
  'list.tag': { title: 'Tag', menu: 'Edit', keys: 'l' },
  'list.pick': { title: 'Let the reward model pick for the selected', menu: 'Persona' },
  'list.delete': { title: 'Delete', menu: 'Edit', keys: 'mod+backspace' },

  'run.log': { title: 'Log', menu: 'Model', keys: 'l' },
  'run.copyLog': { title: 'Copy log', menu: 'Model' },
  'run.advanced': { title: 'Advanced settings', menu: 'Model' },
  'run.toPreset': { title: 'Back to the preset', menu: 'Model' },
  'run.fromFile': { title: 'Start a run from a file', menu: 'Model' },
  'run.pause': { title: 'Pause the run', menu: 'Model', keys: 'p' },
  'run.retry': { title: 'Try the run again with smaller settings', menu: 'Model' },
  'run.addTrackers': { title: 'Add TensorBoard and W&B to Python', menu: 'Model' },
  'run.trainOn': { title: 'Train it further', menu: 'Model' },
  'run.keepBest': { title: 'End with the best checkpoint', menu: 'Model' },
  'run.keepLast': { title: 'End with the last checkpoint', menu: 'Model' },
  'run.copySettings': { title: 'Copy the settings as a file', menu: 'Model' },
  'run.delete': { title: 'Delete the run', menu: 'Model' },
  'run.probe': { title: 'Measure 20 steps', menu: 'Model' },
  'run.load': { title: 'Start the run and load it', menu: 'Model' },
  'run.next': { title: 'The next step of the run', menu: 'Model', keys: 'enter' },
  'model.export': { title: 'Export', menu: 'Model' },
  'python.build': { title: 'Set up Python', menu: 'Model', keys: 'enter' },
  'python.check': { title: 'Check and repair', menu: 'Model' },
  'python.testSources': { title: 'Test the connection', menu: 'Model' },
  'python.bundle': { title: 'Make an offline bundle', menu: 'Model' },
  'python.fromBundle': { title: 'Build from a bundle', menu: 'Model' },
  'server.copyToken': { title: 'Copy the local server’s token', menu: 'Edit' },
  'server.showToken': { title: 'Show the token', menu: 'View' },
  'server.renewToken': { title: 'Renew the token', menu: 'Edit' },
  'server.copyExample': { title: 'Copy the request', menu: 'Edit' },
  'settings.resetKeys': { title: 'Reset all keys', menu: 'View' },
  'model.addBase': { title: 'Add base model', menu: 'Model' },
  'base.chooseFolder': { title: 'Choose a folder of a base model', menu: 'Model' },
  'base.chooseFile': { title: 'Choose a GGUF file as a base model', menu: 'Model' },
  'model.use': { title: 'Use for the next drafts', menu: 'Model' },
  'model.load': { title: 'Load into LM Studio', menu: 'Model' },
  'model.unload': { title: 'Unload', menu: 'Model' },
  'model.try': { title: 'Try now', menu: 'Model' },
  'model.checks': { title: 'Checks and proof', menu: 'Model' },
  'model.show': { title: 'Show the file', menu: 'Model' },
  'model.remove': { title: 'Take the file out of LM Studio', menu: 'Model' },
  'model.rename': { title: 'Rename the model', menu: 'Model' },
  'model.delete': { title: 'Delete the model', menu: 'Model' },
  'model.reclaim': { title: 'Free disk space', menu: 'Model' },
  /** The one thing to do about a delivery: begin it, mend the step that failed, write with it. */
  'deploy.next': { title: 'Load it', menu: 'Model', keys: 'enter' },
  'deploy.retry': { title: 'Retry the step that failed', menu: 'Model' },
  'deploy.chat': { title: 'Chat, side by side', menu: 'Model' },
  'deploy.show': { title: 'Show the placed file', menu: 'Model' },
  'chat.send': { title: 'Send', menu: 'Model' },
  'chat.clear': { title: 'Clear the chat', menu: 'Model' },
  'chat.seed': { title: 'New seed', menu: 'Model' }
} as const satisfies Record<string, Command>

export type CommandId = keyof typeof commands
// The keys are the map's own; `keys` forgets them.
export const commandIds = Object.keys(commands) as [CommandId, ...CommandId[]]
export const CommandId = z.enum(commandIds)

/** The command as the general shape, for those who look at optional parts. */
export const commandOf = (id: CommandId): Command => commands[id]

/** Its keys as the map has them, the printed one first. */
export const defaultKeys = (id: CommandId): readonly string[] => {
  const { keys } = commandOf(id)
  return keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys
}

/** The place where a command's keys work; `everywhere` shares its room with all others. */
export const scopeOf = (id: CommandId): string => {
  const [place = ''] = id.split('.')
  return ['app', 'go', 'project'].includes(place) ? 'everywhere' : place
}

/** A single character, such as `r` or `?`: may be changed and turned off. Space and Return are not. */
export const isSingleKey = (keys: string): boolean => keys.length === 1 && keys !== ' '

/** What the window can do now, for the application menu. */
export const AvailableCommands = z.object({
  commands: z.array(z.object({ id: CommandId, title: z.string().max(300) })),
  /** A text field has the focus: undo and select all are its own then. */
  typing: z.boolean()
})
export type AvailableCommands = z.infer<typeof AvailableCommands>
