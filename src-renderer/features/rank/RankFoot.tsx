import { useKeysOf } from '../../ui/shortcuts/settings'
import { keysLabel } from '../../ui/shortcuts/keys'
import { platform } from '../../bridge'
import { classes } from '../../ui/words'
import { Hints, TypingHints } from './Hints'
import { useKept } from './kept'
import type { Order } from './moves'
import type { TopicScene } from './scene'
import { sentenceOf } from './sentences'
import { usePlaceKeys } from './usePlaceKeys'

type RankFootProps = { scene: TopicScene; order: Order; narrow: boolean }

/** The question, and every key that answers it. Each key is a button as well. */
export const RankFoot = ({ scene, order, narrow }: RankFootProps) => {
  const { editing, commenting } = useKept(scene.item)
  const rejectKey = keysLabel(useKeysOf('rank.rejectAll')[0] ?? '', platform())
  const typing = commenting !== null ? 'comment' : editing !== null ? 'edit' : null
  const sentence =
    typing === 'edit'
      ? 'Your edit becomes the answer to learn.'
      : sentenceOf(scene, order, { rejectKey })
  usePlaceKeys(scene)
  return (
    <div className={classes('foot', `of-${scene.item.drafts.length}`)}>
      <p className="asks trunc" aria-live="polite" title={sentence} data-sentence>
        {sentence}
      </p>
      <div className="row hints">
        {typing ? <TypingHints what={typing} /> : <Hints {...{ scene, order, narrow }} />}
      </div>
    </div>
  )
}
