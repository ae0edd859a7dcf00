import { Changes } from '../../ui/Changes'
import Markdown from '../../ui/Markdown'
import { changesOf } from '../../ui/word-diff'
import type { TopicScene } from './scene'

type ComparedProps = { scene: TopicScene; best: number; place: number }

/** D held: an edited best shows its changes, every other draft what the best does not say. */
export const Compared = ({ scene, best, place }: ComparedProps) => {
  const textOf = (at: number) => scene.item.drafts[at]?.text ?? ''
  const { edit } = scene
  if (edit?.place === place) return <Changes changes={changesOf(textOf(place), edit.text)} />
  if (place === best) return <Markdown text={textOf(place)} />
  const changes = changesOf(textOf(best), textOf(place))
  return (
    <div className="compared">
      <Changes changes={changes.filter(({ kind }) => kind !== 'removed')} />
    </div>
  )
}
