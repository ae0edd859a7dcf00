import { useLocation } from 'wouter'
import { useCall } from '../../bridge'
import { Tabs } from '../../ui/Segments'

/** The two lists of this section: the personas, and the topics of all of them. */
export const PersonasTabs = ({ here }: { here: 'personas' | 'topics' }) => {
  const [, navigate] = useLocation()
  const personas = useCall('personas.list', {})
  const topics = personas.data?.reduce((sum, { counts }) => sum + counts.topics, 0)
  return (
    <Tabs
      label="Lists"
      value={here}
      onChange={(to) => navigate(to === 'topics' ? '/topics' : '/personas')}
      segments={[
        {
          value: 'personas',
          label: 'Personas',
          ...(personas.data && { count: personas.data.length })
        },
        { value: 'topics', label: 'All topics', ...(topics !== undefined && { count: topics }) }
      ]}
    />
  )
}
