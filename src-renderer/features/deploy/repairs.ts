import type { CallInput } from '@contract/calls'
import type { Repair } from '@contract/deployments'
import { showInFolder } from '../../ui/file-browser'
import { figure } from '../../ui/words'

/** What a repair's button says: the deed, with its number. */
export const repairLabel = (repair: Repair): string => {
  switch (repair.kind) {
    case 'retry':
      return 'Try again'
    case 'startServer':
      return 'Start the server'
    case 'enterToken':
      return 'Use this token'
    case 'smallerContext':
      return `Load with ${figure(repair.contextLength)}`
    case 'unloadOthers':
      return 'Unload other models first'
    case 'quantization':
      return `Make it as ${repair.quantization}`
    case 'showFile':
      return showInFolder()
  }
}

export const repairWorking = (repair: Repair): string =>
  repair.kind === 'showFile' ? 'Opening' : 'Starting'

/** What the retry is told of a repair. */
export const retryWith = (repair: Repair): Omit<CallInput<'deployments.retry'>, 'id'> => {
  switch (repair.kind) {
    case 'smallerContext':
      return { contextLength: repair.contextLength }
    case 'quantization':
      return repair.quantization === 'Q4_1' ? {} : { quantization: repair.quantization }
    case 'unloadOthers':
      return { unload: repair.models.map(({ instanceId }) => instanceId) }
    case 'retry':
    case 'startServer':
    case 'enterToken':
    case 'showFile':
      return {}
  }
}
