import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { TrainerEvent } from '../../../src-preload/contract/trainer-events'
import { createFollower, readEvents } from '../../../src-main/training/follow'
import { temporaryFolder } from '../../fixtures/project'

const fixture = path.resolve(import.meta.dirname, '../../fixtures/events.jsonl')

test('every line of the fixture that the Python writer is tested on is an event', () => {
  const lines = fs.readFileSync(fixture, 'utf8').trim().split('\n')
  const events = lines.map((line) => TrainerEvent.parse(JSON.parse(line)))
  expect(readEvents(fixture)).toEqual(events)
  expect(new Set(events.map(({ type }) => type))).toEqual(
    new Set(['stage', 'progress', 'metric', 'sample', 'checkpoint', 'warning', 'error', 'done'])
  )
})

describe('following', () => {
  const event = (fraction: number, message = 'Working') =>
    JSON.stringify({ type: 'progress', at: 1, stage: 'sft', fraction, message })

  function follow(offset = 0) {
    const file = path.join(temporaryFolder(), 'events.jsonl')
    const bad: string[] = []
    const follower = createFollower({
      file,
      offset,
      onBadLine: (line, reason) => bad.push(`${reason}: ${line}`)
    })
    return {
      file,
      bad,
      read: follower.read,
      write: (text: string | Uint8Array) => fs.appendFileSync(file, text)
    }
  }

  test('a file that is not there yet has no events', () => {
    expect(follow().read()).toEqual([])
  })

  test('a line is read once it is whole, even when a letter came in two pieces', () => {
    const { read, write, bad } = follow()
    const bytes = Buffer.from(`${event(0.5, 'Käse und Brot')}\n`)
    const withinLetter = bytes.indexOf('ä') + 1
    write(bytes.subarray(0, withinLetter))
    expect(read()).toEqual([])
    write(bytes.subarray(withinLetter, -1))
    expect(read()).toEqual([])
    write(Buffer.from(`\n${event(0.6)}\n`))
    expect(read()).toMatchObject([{ message: 'Käse und Brot' }, { fraction: 0.6 }])
    expect(read()).toEqual([])
    expect(bad).toEqual([])
  })

  test('a torn line that the next trainer cuts off leaves no trace', () => {
    const { file, read, write } = follow()
    write(`${event(0.1)}\n{"type":"prog`)
    expect(read()).toHaveLength(1)
    fs.truncateSync(file, Buffer.byteLength(`${event(0.1)}\n`))
    write(`${event(0.2)}\n`)
    expect(read()).toMatchObject([{ fraction: 0.2 }])
  })

  test('a line that is no event is named and passed over', () => {
    const { read, write, bad } = follow()
    write(`nonsense\n{"type":"unheard-of"}\n${event(2)}\n${event(0.3)}\n`)
    expect(read()).toMatchObject([{ fraction: 0.3 }])
    expect(bad).toHaveLength(3)
    expect(bad[0]).toBe('not JSON: nonsense')
    expect(bad[2]).toContain('fraction')
  })

  test('it begins at the byte it is given', () => {
    const before = `${event(0.1)}\n`
    const { read, write } = follow(Buffer.byteLength(before))
    write(`${before}${event(0.2)}\n`)
    expect(read()).toMatchObject([{ fraction: 0.2 }])
  })

  test('ten megabytes without a line end cost nothing but time', () => {
    const { read, write, bad } = follow()
    write('x'.repeat(10_000_000))
    expect(read()).toEqual([])
    write(`\n${event(0.4)}\n`)
    expect(read()).toMatchObject([{ fraction: 0.4 }])
    expect(bad[0]?.length).toBeLessThan(300)
  })
})
