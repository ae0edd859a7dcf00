import { memo, useMemo } from 'react'
import { useExtras } from './markdown/extras'
import { renderMarkdown } from './markdown/render'
import './markdown.css'

/**
 * What a model, a person or an import wrote, as the Markdown of GitHub and Obsidian: tables, tasks,
 * footnotes, math, code, callouts, wikilinks, highlights, pictures of the project. Such text is
 * hostile: HTML stays text, nothing is fetched from elsewhere, and a link is one only when it leads
 * to the web. Stands inside `.read`.
 */
const Markdown = memo(({ text }: { text: string }) => {
  const extras = useExtras(text)
  return useMemo(() => renderMarkdown(text, extras), [text, extras])
})
Markdown.displayName = 'Markdown'

export default Markdown
