import { PanelLeft } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button, IconButton } from '../../ui/Button'
import { Ruler } from '../../ui/Counts'
import { classes, count } from '../../ui/words'
import { progressOf } from './sitting'
import { useSitting } from './store'
import { pairsOfSitting } from './summary'

type RankFrameProps = { onLeave: () => void; children: ReactNode }

/** The sidebar is put away: reading needs the width. The bar says how far the sitting is. */
export const RankFrame = ({ onLeave, children }: RankFrameProps) => {
  const [sidebar, setSidebar] = useState(false)
  const personaName = useSitting(({ sitting: { scene } }) =>
    'item' in scene ? scene.item.personaName : null
  )
  return (
    <main className={classes('main rank', !sidebar && 'focus')} id="page" tabIndex={-1}>
      <header className="bar">
        <IconButton
          label={sidebar ? 'Put the sidebar away' : 'Show sidebar'}
          command="app.sidebar"
          onClick={() => setSidebar(!sidebar)}
        >
          <PanelLeft />
        </IconButton>
        <h1>Rank</h1>
        {personaName !== null && (
          <span className="muted trunc" title={personaName}>
            {personaName}
          </span>
        )}
        <div className="end">
          <Progress />
          <Button command="rank.leave" onClick={onLeave}>
            Done for now
          </Button>
        </div>
      </header>
      {children}
    </main>
  )
}

const Progress = () => {
  const sitting = useSitting((state) => state.sitting)
  const { done, total } = progressOf(sitting)
  if (total === 0) return null
  const pairs = pairsOfSitting(sitting)
  return (
    <>
      <span className="hide-narrow">
        {total > 60 ? (
          <span className="block w-40">
            <Ruler done={done} total={total} />
          </span>
        ) : (
          <Ruler done={done} total={total} />
        )}
      </span>
      <span className="muted tn mx-1.5 whitespace-nowrap" data-progress>
        <b className="strong text-ink">{done}</b> of {total}
        {pairs > 0 && <span title="Pairs of this sitting">, {count(pairs, 'pair')}</span>}
      </span>
    </>
  )
}
