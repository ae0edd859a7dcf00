import { PenLine } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../../bridge'
import { announce } from '../../../ui/announce'
import { Button } from '../../../ui/Button'
import { showFailure } from '../../../ui/Failure'
import { count, figure } from '../../../ui/words'
import { AT_ONCE } from './useTopicActs'

type WriteDraftsProps = {
  /** Null for the topics of all personas. */
  personaId: string | null
  /** How many have no drafts. */
  topics: number
  primary: boolean
}

/** Sends every topic without drafts to the writer. */
export const WriteDrafts = ({ personaId, topics, primary }: WriteDraftsProps) => {
  const [starting, setStarting] = useState(false)
  const begin = async () => {
    setStarting(true)
    try {
      const { ids } = await call('topics.ids', { personaId, status: 'noDrafts' })
      if (ids.length === 0) return
      await call('drafts.write', { topicIds: ids.slice(0, AT_ONCE) })
      announce(`Drafts for ${count(Math.min(ids.length, AT_ONCE), 'topic')} are being written.`)
    } catch (error) {
      showFailure(error)
    } finally {
      setStarting(false)
    }
  }
  return (
    <Button
      icon={<PenLine />}
      look={primary ? 'primary' : 'default'}
      command="persona.write"
      working={starting && 'Starting'}
      onClick={() => void begin()}
    >
      Write drafts for {figure(Math.min(topics, AT_ONCE))}
    </Button>
  )
}
