import type { Writer, WriterChoice } from '@contract/generation'
import type { Option } from './Select'

/** One string for each writer, to compare and to choose by. */
export const writerKey = (writer: Writer): string =>
  writer.engine === 'embedded' ? `embedded ${writer.modelId}` : `${writer.server} ${writer.model}`

/** The engine behind a writer, as it is called on the screen. */
export const engineName = (writer: Writer): string => {
  if (writer.engine === 'embedded') return 'Built in'
  return writer.server === 'lmstudio' ? 'LM Studio' : 'Other server'
}

/** The model's name; null for a built-in model that is not among the choices. */
export const modelName = (writer: Writer, choices: readonly WriterChoice[]): string | null => {
  const key = writerKey(writer)
  const known = choices.find((choice) => writerKey(choice.writer) === key)
  return known?.name ?? (writer.engine === 'openai' ? writer.model : null)
}

/** The writers to choose from, under the names of their engines. */
export const writerOptions = (choices: readonly WriterChoice[]): Option[] =>
  choices.map(({ writer, name, detail }) => ({
    value: writerKey(writer),
    label: name,
    detail,
    group: engineName(writer)
  }))
