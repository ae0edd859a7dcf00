import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { diskFullRemedy, Failure } from './failure.mjs'

/**
 * @typedef {object} Finished
 * @property {number} code exit code; 128 + the signal's number when a signal ended it
 * @property {string} output stdout and stderr in the order they came
 * @property {string} stdout
 */

/**
 * @typedef {object} ChildOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal} [signal]
 * @property {number} [priority] as os.setPriority takes it; this process's own when left out
 */

/**
 * Runs a program to its end and collects what it says. Does not throw on a non-zero exit code;
 * a program that cannot be started has code 127.
 * @param {string} command
 * @param {string[]} args
 * @param {ChildOptions} [options]
 * @returns {Promise<Finished>}
 */
export function collect(command, args, { cwd, env, signal, priority } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] })
    if (priority !== undefined && child.pid !== undefined) setPriority(child.pid, priority)
    let output = ''
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => resolve({ code: 127, output: output + error.message, stdout }))
    child.on('close', (code, name) => resolve({ code: exitCode(code, name), output, stdout }))
  })
}

/**
 * Like `collect`, for programs that must succeed.
 * @param {string} command
 * @param {string[]} args
 * @param {ChildOptions & { failed: string, remedy: string }} options failed, remedy: the sentences
 * @returns {Promise<string>} stdout
 * @throws {Failure}
 */
export async function succeed(command, args, { failed, remedy, ...options }) {
  const { code, output, stdout } = await collect(command, args, options)
  if (code === 0) return stdout
  if (/ENOSPC|no space left/i.test(output)) throw diskFull(failed, output)
  throw new Failure(failed, { remedy, output })
}

/**
 * Runs a program on this terminal, passes signals on to it, and returns its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function passThrough(command, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' })
    const relays = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']).map((name) => {
      // Ctrl-C reaches the whole process group by itself; here it must only not end this process.
      const relay = () => void (name === 'SIGINT' && process.stdin.isTTY ? null : child.kill(name))
      process.on(name, relay)
      return () => process.off(name, relay)
    })
    const done = () => relays.forEach((off) => off())
    child.on('error', (error) => (done(), reject(error)))
    child.on('close', (code, name) => (done(), resolve(exitCode(code, name))))
  })
}

/**
 * @param {string} failed
 * @param {string} output
 */
export function diskFull(failed, output) {
  return new Failure(`${failed} The disk is full.`, {
    remedy: diskFullRemedy,
    output
  })
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} name
 */
function exitCode(code, name) {
  return code ?? 128 + (name === null ? 0 : constants.signals[name])
}
