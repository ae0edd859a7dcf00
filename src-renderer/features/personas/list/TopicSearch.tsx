import { Search, X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useCommand } from '../../../ui/commands/useCommand'
import { CommandKbd } from '../../../ui/Kbd'
import { moveTo } from '../../../ui/table/selection'
import { figure } from '../../../ui/words'
import type { TopicList } from './useTopicList'

/** Finds topics by the words of their title and prompt, as one types. Esc takes the words away. */
export const TopicSearch = ({ list }: { list: TopicList }) => {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(list.state.search)
  const apply = (search: string) => {
    if (search.trim() !== list.state.search) list.change({ search: search.trim() })
  }
  const applyTyped = useEffectEvent(() => apply(text))
  useEffect(() => {
    const wait = setTimeout(() => applyTyped(), 150)
    return () => clearTimeout(wait)
  }, [text])
  useCommand('app.find', () => field.current?.select(), { title: 'Search topics' })
  const total = list.rows.first?.counts.all
  const off = () => {
    setText('')
    apply('')
  }
  return (
    <div className="search nodrag" role="search">
      <Search />
      <input
        ref={field}
        className="input"
        aria-label="Search topics"
        placeholder={total === undefined ? 'Search' : `Search ${figure(total)}`}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            apply(text)
            list.choose(moveTo(list.selection, 0))
            field.current?.blur()
          }
          if (event.key !== 'Escape') return
          event.preventDefault()
          if (text === '') field.current?.blur()
          off()
        }}
      />
      {text === '' ? (
        <CommandKbd id="app.find" />
      ) : (
        <button type="button" className="x" aria-label="Clear the search" onClick={off}>
          <X />
        </button>
      )}
    </div>
  )
}
