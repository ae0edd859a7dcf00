import { AppError } from '../../app-error'

/** Everything that keeps LM Studio from writing, each in its own words, with what helps. */

const DOWNLOAD = 'Get it from lmstudio.ai, open it once'

export const notInstalled = (): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: 'LM Studio was not found on this computer.',
    remedy: {
      text: `${DOWNLOAD}, then check again. The built-in writer needs none of this.`,
      action: 'retry'
    }
  })

export const notRunning = (host: string, canStart: boolean): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `LM Studio did not answer at ${host}. The app is not open.`,
    remedy: canStart
      ? {
          text: 'Its server can be started from here. Nothing was changed.',
          action: 'start-server'
        }
      : {
          text: 'Open LM Studio and start its server in the Developer tab, then check again. Nothing was changed.',
          action: 'retry'
        }
  })

export const serverOff = (host: string, canStart: boolean): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `LM Studio did not answer at ${host}. The app is open, but its server is off.`,
    remedy: canStart
      ? { text: 'It can be started from here. Nothing was changed.', action: 'start-server' }
      : {
          text: 'Start the server in LM Studio’s Developer tab, then check again. Nothing was changed.',
          action: 'retry'
        }
  })

export const elsewhere = (host: string, port: number): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `LM Studio’s server is on at port ${String(port)}, and nothing answers at ${host}. Nothing was changed.`,
    remedy: { text: 'Correct the port in the address.', action: 'retry' }
  })

export const farAway = (
  host: string,
  why: 'refused' | 'tooSlow' | 'unknownHost',
  cause: unknown
): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: {
      refused: `${host} refused the connection. The computer is there, but no LM Studio listens at that port.`,
      tooSlow: `${host} did not answer in time.`,
      unknownHost: `There is no computer called ${host} in this network.`
    }[why],
    remedy: {
      text: 'See that LM Studio is open there, its server on and reachable from the network, and that the address is right. Nothing was changed.',
      action: 'retry'
    },
    cause
  })

export const tooSlow = (host: string, cause: unknown): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `Something at ${host} took the connection and then said nothing. Nothing was changed.`,
    remedy: {
      text: 'LM Studio may be busy, or hang. Wait a moment, or close and open it, then check again.',
      action: 'retry'
    },
    cause
  })

export const tokenNeeded = (): AppError =>
  new AppError({
    code: 'engine_unauthorized',
    message: 'LM Studio asks for an API token, and none is saved. Nothing was changed.',
    remedy: {
      text: 'Make one in LM Studio (Developer, Server settings, Manage tokens) and enter it here.',
      action: 'enter-token'
    }
  })

export const tokenRefused = (): AppError =>
  new AppError({
    code: 'engine_unauthorized',
    message: 'LM Studio does not accept the saved API token. Nothing was changed.',
    remedy: {
      text: 'Copy the token again from LM Studio (Developer, Server settings, Manage tokens).',
      action: 'enter-token'
    }
  })

export const nothingLoaded = (loadsOnDemand: boolean | null): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: 'LM Studio is there, but has no model loaded.',
    remedy: {
      text: loadsOnDemand
        ? 'It loads the chosen one with the first draft, which then takes longer. Or load it now.'
        : 'It does not load models by itself, as its settings say, so choose one and load it now.',
      action: 'load-model'
    }
  })

export const noModels = (modelsFolder: string | null): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: 'LM Studio is there, but it shows no model that could write.',
    remedy: {
      text:
        modelsFolder === null
          ? 'Download one in LM Studio, or turn its loading on demand on, then check again.'
          : `Download one in LM Studio, then check again. It looks for them in ${modelsFolder}.`,
      action: 'retry'
    }
  })

export const notLmStudio = (host: string): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `Something answers at ${host}, but it is not LM Studio. Nothing was changed.`,
    remedy: {
      text: 'Check the address, or enter it under “Another server”, if that is what it is.',
      action: 'retry'
    }
  })

export const complained = (host: string, words: string): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `LM Studio at ${host} answered with an error: “${words.trim().slice(0, 300)}”. Nothing was changed.`,
    remedy: { text: 'See LM Studio’s own window for more, then check again.', action: 'retry' }
  })

export const notStarted = (words: string, cause?: unknown): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `LM Studio’s server could not be started: ${words}. Nothing else was changed.`,
    remedy: {
      text: 'Open LM Studio and start the server in its Developer tab, then check again.',
      action: 'retry'
    },
    ...(cause === undefined ? {} : { cause })
  })
