import { useLocation } from 'wouter'
import type { Persona } from '@contract/personas'
import { AddTag, Tag } from '../../ui/Tags'
import { tagNames } from './TagEditor'

/** The persona's control tags under its name. */
export const PersonaTags = ({ persona }: { persona: Persona }) => {
  const [, navigate] = useLocation()
  return (
    <div className="mt-3 flex flex-wrap gap-1.5">
      {persona.tags.map(({ key, value }) => (
        <Tag key={`${key} ${value}`} name={tagNames[key]}>
          {value}
        </Tag>
      ))}
      <AddTag onClick={() => navigate(`/personas/${persona.id}/edit`)}>Tag</AddTag>
    </div>
  )
}
