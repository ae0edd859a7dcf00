import { Suspense, useEffect } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { HomePage } from '../features/home/HomePage'
import { LinkButton } from '../ui/Button'
import { EmptyState } from '../ui/EmptyState'
import { Page } from '../ui/Page'
import {
  AddBasePage,
  AllTopicsPage,
  ChatPage,
  DeployPage,
  EnginesPage,
  GeneralPage,
  LocalServerPage,
  ModelsPage,
  NewPersonaPage,
  NewRunPage,
  PersonaPage,
  PersonasPage,
  PythonPage,
  RankPage,
  readAhead,
  RunPage,
  TopicHistoryPage,
  TopicPage,
  TrainPage
} from './screens'
import { sections } from './sections'

/** Which screen stands at which address. */
export const Routes = () => {
  useEffect(readAhead, [])
  return (
    <Suspense fallback={<Coming />}>
      <Switch>
        <Route path="/" component={HomePage} />
        <Route path="/rank" component={RankPage} />
        <Route path="/rank/:personaId/:topicId?" component={RankPage} />
        <Route path="/personas" component={PersonasPage} />
        <Route path="/personas/new" component={NewPersonaPage} />
        <Route path="/personas/:id/:task?">
          {({ id, task }) => <PersonaPage key={id} id={id} task={task} />}
        </Route>
        <Route path="/topics" component={AllTopicsPage} />
        <Route path="/topics" component={AllTopicsPage} />
        <Route path="/topics/:id/history">
          {({ id }) => <TopicHistoryPage key={id} id={id} />}
        </Route>
        <Route path="/topics/:id">{({ id }) => <TopicPage key={id} id={id} />}</Route>
        <Route path="/train" component={TrainPage} />
        <Route path="/train/new" component={NewRunPage} />
        <Route path="/train/:id" component={RunPage} />
        <Route path="/models" component={ModelsPage} />
        <Route path="/models/add" component={AddBasePage} />
        <Route path="/models/chat/:tunedId?">
          {({ tunedId }) => <ChatPage key={tunedId} tunedId={tunedId} />}
        </Route>
        <Route path="/models/deploy/:id">{({ id }) => <DeployPage key={id} id={id} />}</Route>
        <Route path="/settings/general" component={GeneralPage} />
        <Route path="/settings/engines" component={EnginesPage} />
        <Route path="/settings/python" component={PythonPage} />
        <Route path="/settings/server" component={LocalServerPage} />
        <Route component={Nowhere} />
      </Switch>
    </Suspense>
  )
}

/** Where you are going, while the screen is read in. */
const Coming = () => {
  const [place] = useLocation()
  if (place.startsWith('/rank')) return <main className="main rank focus" id="page" aria-busy />
  const section = sections.findLast(({ href }) => place.startsWith(href))
  return <Page title={section?.title ?? ''}>{null}</Page>
}

const Nowhere = () => (
  <Page title="Nothing here">
    <EmptyState
      title="There is nothing at this address"
      actions={
        <LinkButton href="/" command="home.next">
          Go to Home
        </LinkButton>
      }
    >
      What was here may have been deleted.
    </EmptyState>
  </Page>
)
