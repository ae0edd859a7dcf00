import { AppError } from '../../app-error'
import type { Host } from './host-keeper'
import type { HostAnswer, HostRequest } from './protocol'

/**
 * Asks the host what it answers once, and waits for that.
 *
 * @throws AppError what the host failed with, or `engine_crashed` when it ended
 */
export async function ask(
  host: Host,
  request: Extract<HostRequest, { type: 'ping' | 'inspect' }>
): Promise<HostAnswer> {
  const answered = Promise.withResolvers<HostAnswer>()
  const stopListening = host.listen(request.id, answered.resolve)
  try {
    host.send(request)
    const answer = await Promise.race([answered.promise, host.gone])
    if (answer.type === 'failed') throw AppError.fromEnvelope(answer.error)
    return answer
  } finally {
    stopListening()
  }
}
