import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { call, useEvent } from '../../../bridge'
import { announce } from '../../../ui/announce'
import { showFailure } from '../../../ui/Failure'
import { count } from '../../../ui/words'
import { grow, type Suggestion } from './suggestion'

export type Suggestions = {
  lines: readonly Suggestion[]
  change: (index: number, change: Partial<Suggestion>) => void
  /** While the model writes. */
  asking: boolean
  error: unknown
  /** Asks for more; what is there stays. */
  ask: () => void
  /** Keeps what came. */
  stop: () => void
}

/** Topics that the persona's writer thinks of, line by line as they come. Asks as soon as it is there. */
export const useSuggestions = (personaId: string): Suggestions => {
  const [lines, setLines] = useState<readonly Suggestion[]>([])
  const [asking, setAsking] = useState(true)
  const [error, setError] = useState<unknown>(null)
  const request = useRef<string | null>(null)
  /** How many lines were there before the request that runs. */
  const kept = useRef(0)
  const take = (titles: readonly string[]) => setLines((now) => grow(now, kept.current, titles))
  useEvent('topics.suggested', ({ requestId, titles }) => {
    if (requestId === request.current) take(titles)
  })
  const stop = () => {
    if (request.current === null) return
    call('topics.stopSuggesting', { requestId: request.current }).catch(showFailure)
  }
  const run = async () => {
    const requestId = crypto.randomUUID()
    request.current = requestId
    try {
      const { titles } = await call('topics.suggest', { requestId, personaId })
      if (request.current !== requestId) return
      take(titles)
      announce(`${count(titles.length, 'topic')} suggested.`)
    } catch (failure) {
      if (request.current === requestId) setError(failure)
    } finally {
      if (request.current === requestId) {
        request.current = null
        setAsking(false)
      }
    }
  }
  const begin = useEffectEvent(() => void run())
  const end = useEffectEvent(() => {
    stop()
    request.current = null
  })
  useEffect(() => {
    begin()
    return () => end()
  }, [])
  const ask = () => {
    kept.current = lines.length
    setAsking(true)
    setError(null)
    void run()
  }
  return {
    lines,
    change: (index, change) =>
      setLines((now) => now.map((line, at) => (at === index ? { ...line, ...change } : line))),
    asking,
    error,
    ask,
    stop
  }
}
