import { X } from 'lucide-react'
import { IconButton } from '../../ui/Button'
import { RewardPick } from '../../ui/picks/RewardPick'
import { letter } from '../../ui/words'
import { usePreferences } from './preferences'
import type { TopicScene } from './scene'

type Revealed = Extract<TopicScene, { phase: 'revealed' }>

/** What the reward model thinks of the drafts that were just ranked, beside the person's order. */
export const Picked = ({ scene: { item, ranking } }: { scene: Revealed }) => {
  const nameOf = (id: string) => {
    const place = item.drafts.findIndex((draft) => draft.id === id)
    return place < 0 ? 'an earlier draft' : letter(place)
  }
  return (
    <section className="strip became" aria-label="What the reward model thinks" tabIndex={0}>
      <div className="row between gap-6">
        <h2 className="h">What the reward model thinks</h2>
        <IconButton
          label="Close what the reward model thinks"
          onClick={() => usePreferences.setState({ pick: false })}
        >
          <X />
        </IconButton>
      </div>
      <RewardPick
        topicId={item.topicId}
        personaId={item.personaId}
        nameOf={nameOf}
        ranking={ranking}
      />
    </section>
  )
}
