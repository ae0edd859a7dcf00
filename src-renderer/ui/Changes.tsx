import type { Change } from './word-diff'
import './changes.css'

/** Deletions and insertions in running text. */
export const Changes = ({ changes }: { changes: readonly Change[] }) => (
  <span className="changes">
    {changes.map(({ kind, text }, index) => {
      if (kind === 'added') return <ins key={index}>{text}</ins>
      return kind === 'removed' ? <del key={index}>{text}</del> : text
    })}
  </span>
)
