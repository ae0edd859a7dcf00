import { PanelLeft } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button, IconButton } from '../../ui/Button'
import { Ruler } from '../../ui/Counts'
import { classes } from '../../ui/words'
import { progressOf } from './sitting'
import { useSitting } from './store'

type RankFrameProps = { onLeave: () => void; children: ReactNode }

/** The sidebar is put away: reading needs the width. The bar says how far the sitting is. */
export const RankFrame = ({ onLeave, children }: RankFrameProps) => {
  const [sidebar, setSidebar] = useState(false)
  const { scene } = useSitting(({ sitting }) => sitting)
  return (
    <main className={classes('main rank', !sidebar && 'focus')} id="page" tabIndex={-1}>
      <header className="bar">
        <IconButton
          label={sidebar ? 'Put the sidebar away' : 'Show sidebar'}
          onClick={() => setSidebar(!sidebar)}
        >
          <PanelLeft />
        </IconButton>
        <h1>Rank</h1>
        {'item' in scene && (
          <span className="muted trunc" title={scene.item.personaName}>
            {scene.item.personaName}
          </span>
        )}
        <div className="end">
          <Progress />
          <Button keys="escape" onClick={onLeave}>
            Done for now
          </Button>
        </div>
      </header>
      {children}
    </main>
  )
}

const Progress = () => {
  const { done, total } = progressOf(useSitting(({ sitting }) => sitting))
  if (total === 0) return null
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
      <span className="muted tn mx-1.5 whitespace-nowrap">
        <b className="strong text-ink">{done}</b> of {total}
      </span>
    </>
  )
}
