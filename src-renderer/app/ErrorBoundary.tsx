import { Component, type ErrorInfo, type ReactNode } from 'react'
import { envelopeOf } from '../bridge'
import { Button, LinkButton } from '../ui/Button'
import { CopyDetails } from '../ui/ErrorNote'
import { Page } from '../ui/Page'

type Props = {
  /** Where the window is: going elsewhere leaves the failure behind. */
  place: string
  children: ReactNode
}
type State = { error: unknown; place: string }

/** Catches what a screen throws while it is drawn, and says so in its place. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, place: this.props.place }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error }
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.place === state.place ? null : { error: null, place: props.place }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error(error, info.componentStack)
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <ScreenFailed error={this.state.error} onRetry={() => this.setState({ error: null })} />
  }
}

const ScreenFailed = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => (
  <Page title="This screen stopped">
    <div className="max-w-form pt-9">
      <h2 className="display">This screen could not be drawn.</h2>
      <p className="lead muted mt-2">
        What you wrote and ranked is stored and was not touched. Try it again, or go to another
        screen.
      </p>
      <div className="row mt-6">
        <Button look="primary" onClick={onRetry}>
          Try again
        </Button>
        <LinkButton href="/">Go to Home</LinkButton>
        <CopyDetails envelope={envelopeOf(error)} />
      </div>
    </div>
  </Page>
)
