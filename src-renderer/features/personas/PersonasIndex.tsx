import { Redirect } from 'wouter'
import { useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'

/** The first persona, or the form for one. The sidebar is the list. */
export const PersonasIndex = () => {
  const personas = useCall('personas.list', {})
  if (!personas.data) {
    return (
      <Page title="Personas">
        {personas.error && (
          <ErrorNote error={personas.error} onRetry={() => void personas.refetch()} />
        )}
      </Page>
    )
  }
  const first = personas.data[0]
  return <Redirect to={first ? `/personas/${first.id}` : '/personas/new'} replace />
}
