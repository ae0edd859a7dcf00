import { Fragment } from 'react'

type Field = { name: string; value: string }

/**
 * The properties of an Obsidian note, when the text begins with such a block: lines of `name: value`
 * and lists below a name, between two lines of three dashes. Anything else stays Markdown.
 */
export const splitFrontMatter = (text: string): { fields: Field[]; body: string } => {
  const block = /^---[ \t]*\r?\n([^]*?\n)---[ \t]*(?:\r?\n|$)/.exec(text)
  const fields = block ? readFields((block[1] ?? '').trimEnd().split(/\r?\n/)) : null
  if (!block || !fields) return { fields: [], body: text }
  return { fields, body: text.slice(block[0].length) }
}

const MOST_LINES = 40

const readFields = (lines: string[]): Field[] | null => {
  if (lines.length > MOST_LINES) return null
  const fields: Field[] = []
  for (const line of lines) {
    const item = /^\s*-\s+(.*)$/.exec(line)
    const field = /^([\p{L}\p{N}_][\p{L}\p{N}_ -]{0,39}):(?:\s+(.*))?$/u.exec(line)
    const last = fields.at(-1)
    if (item && last) last.value = [last.value, plain(item[1])].filter(Boolean).join(', ')
    else if (field) fields.push({ name: field[1] ?? '', value: plain(field[2]) })
    else return null
  }
  return fields
}

/** Without the quotes and brackets of YAML. */
const plain = (value = ''): string =>
  value
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^(["'])(.*)\1$/, '$2')

/** The properties above a note, as a list of names and values. */
export const FrontMatter = ({ fields }: { fields: Field[] }) =>
  fields.length > 0 && (
    <dl className="props">
      {fields.map(({ name, value }, i) => (
        <Fragment key={i}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
