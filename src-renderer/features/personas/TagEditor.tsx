import { useState } from 'react'
import { Tag as TagSchema, type Tag as TagValue } from '@contract/personas'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Select } from '../../ui/Select'
import { ShortcutLayer, useShortcut } from '../../ui/shortcuts/useShortcut'
import { AddTag, Tag } from '../../ui/Tags'
import { ruleOf } from '../../ui/useCheck'

type TagEditorProps = { tags: TagValue[]; onChange: (tags: TagValue[]) => void }

/** Control tags: told to the model in every draft, and trained with. */
export const TagEditor = ({ tags, onChange }: TagEditorProps) => {
  const [adding, setAdding] = useState(false)
  return (
    <div role="group" aria-label="Tags">
      <p className="label med mb-1.5">Tags</p>
      <div className="flex flex-wrap gap-1.5">
        {tags.map((tag, index) => (
          <Tag
            key={`${tag.key} ${tag.value} ${index}`}
            name={tagNames[tag.key]}
            removeLabel={`Remove the tag ${tag.value}`}
            onRemove={() => onChange(tags.filter((other) => other !== tag))}
          >
            {tag.value}
          </Tag>
        ))}
        {!adding && <AddTag onClick={() => setAdding(true)}>Tag</AddTag>}
      </div>
      {adding && (
        <ShortcutLayer>
          <NewTag
            onAdd={(tag) => {
              onChange([...tags, tag])
              setAdding(false)
            }}
            onCancel={() => setAdding(false)}
          />
        </ShortcutLayer>
      )}
      <p className="hint">Part of every prompt and of every training row, such as [TONE=dry].</p>
    </div>
  )
}

/** `Tone`, `Domain`, `Device`. */
export const tagNames: Record<TagValue['key'], string> = {
  tone: 'Tone',
  domain: 'Domain',
  device: 'Device'
}

type NewTagProps = { onAdd: (tag: TagValue) => void; onCancel: () => void }

const NewTag = ({ onAdd, onCancel }: NewTagProps) => {
  const [key, setKey] = useState<TagValue['key']>('tone')
  const [value, setValue] = useState('')
  const [judged, setJudged] = useState(false)
  useShortcut('escape', onCancel)
  const add = () => {
    setJudged(true)
    const tag = TagSchema.safeParse({ key, value })
    if (tag.success) onAdd(tag.data)
  }
  return (
    <div className="row mt-2 items-start">
      <Select
        label="Kind of tag"
        className="!w-28"
        value={key}
        options={kinds}
        onChange={(next) => setKey(TagSchema.shape.key.parse(next))}
      />
      <TextField
        className="grow"
        label="Value"
        hideLabel
        value={value}
        onChange={setValue}
        validate={ruleOf(TagSchema.shape.value)}
        judged={judged}
        placeholder="dry humour"
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
      />
      <Button onClick={add}>Add tag</Button>
      <Button look="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

const kinds = Object.entries(tagNames).map(([value, label]) => ({ value, label }))
