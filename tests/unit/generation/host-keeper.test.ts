import { expect, test } from 'vitest'
import { createHostKeeper } from '../../../src-main/generation/embedded/host-keeper'
import type { HostProcess } from '../../../src-main/generation/embedded/host-process'

/** Hosts that do nothing but exit when told to. */
function deskOfHosts() {
  const exits: ((code: number | null) => void)[] = []
  let clock = 1_000_000
  const spawn = (): HostProcess => ({
    send: () => undefined,
    onMessage: () => undefined,
    onExit: (listener) => void exits.push(listener),
    kill: () => exits.at(-1)?.(null)
  })
  const keeper = createHostKeeper({
    spawn,
    settings: { threads: 1, gpu: false, maxModels: 1 },
    now: () => clock
  })
  return {
    keeper,
    started: () => exits.length,
    crash: () => exits.at(-1)?.(139),
    wait: (ms: number) => (clock += ms)
  }
}

test('one host serves all, and a crash makes room for a new one', async () => {
  const { keeper, crash, started } = deskOfHosts()
  const first = keeper.host()
  expect(keeper.host()).toBe(first)
  crash()
  await expect(first.gone).rejects.toMatchObject({ code: 'engine_crashed' })
  expect(keeper.host()).not.toBe(first)
  expect(started()).toBe(2)
})

test('four crashes within a minute are a loop, which ends with the minute', () => {
  const { keeper, crash, wait, started } = deskOfHosts()
  for (let time = 0; time < 4; time += 1) {
    keeper.host()
    crash()
    wait(10_000)
  }
  expect(() => keeper.host()).toThrow(/stopped four times within a minute/)
  expect(started()).toBe(4)
  wait(30_000)
  keeper.host()
  expect(started()).toBe(5)
})

test('a host that was stopped on purpose is no crash', () => {
  const { keeper, started } = deskOfHosts()
  for (let time = 0; time < 6; time += 1) {
    keeper.host()
    keeper.stop()
  }
  keeper.host()
  expect(started()).toBe(7)
})
