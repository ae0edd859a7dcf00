import { expect, test } from 'vitest'
import { readPaste } from '../../../src-main/topics/paste'

const titles = (text: string, existing: string[] = []): string[] =>
  readPaste(text, existing).lines.map(({ title }) => title)

test('takes one topic a line and drops blank lines', () => {
  expect(titles('First\n\n  \r\nSecond\r\n')).toEqual(['First', 'Second'])
})

test.each([
  ['- Mend a chair', 'Mend a chair'],
  ['* Mend a chair', 'Mend a chair'],
  ['• Mend a chair', 'Mend a chair'],
  ['12. Mend a chair', 'Mend a chair'],
  ['3) Mend a chair', 'Mend a chair'],
  ['- [x] Mend a chair', 'Mend a chair'],
  ['7: Mend a chair', 'Mend a chair'],
  ['2001: a space odyssey', '2001: a space odyssey'],
  ['1984 was not a manual', '1984 was not a manual'],
  ['-5 degrees and no coat', '-5 degrees and no coat']
])('strips bullets and numbers, and nothing else: %s', (line, title) => {
  expect(titles(line)).toEqual([title])
})

test('reads the kind from the end of the line', () => {
  expect(readPaste('Why retries make outages worse #explainer', []).lines).toEqual([
    { title: 'Why retries make outages worse', kind: 'explainer' }
  ])
  expect(readPaste('What #1 means', []).lines).toEqual([{ title: 'What #1 means', kind: null }])
})

test('counts and leaves out what exists or stands twice, whatever its case or closing mark', () => {
  const { lines, duplicates } = readPaste('Sleep well?\nsleep  WELL\nEat well', ['Sleep well.'])
  expect(lines.map(({ title }) => title)).toEqual(['Eat well'])
  expect(duplicates).toBe(2)
})
