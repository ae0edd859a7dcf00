import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { LiveRegion } from '../ui/announce'
import { FailureDialog } from '../ui/Failure'
import { listenToKeys } from '../ui/shortcuts/useShortcut'
import { Toasts } from '../ui/Toast'
import { ErrorBoundary } from './ErrorBoundary'
import { Frame } from './Frame'
import { followMenu } from './menu-bar'
import { createQueryClient, followMain } from './queries'

/** The window: everything a screen needs around it, then the frame. */
export const App = () => {
  const [client] = useState(createQueryClient)
  useEffect(() => followMain(client), [client])
  useEffect(listenToKeys, [])
  useEffect(followMenu, [])
  return (
    <QueryClientProvider client={client}>
      <CSPProvider disableStyleElements>
        <Tooltip.Provider delay={500}>
          <Router hook={useHashLocation}>
            <ErrorBoundary place="">
              <Frame />
            </ErrorBoundary>
            <Toasts />
            <FailureDialog />
            <LiveRegion />
          </Router>
        </Tooltip.Provider>
      </CSPProvider>
    </QueryClientProvider>
  )
}
