import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { collect, diskFull, succeed } from '../terminal/child.mjs'
import { Failure } from '../terminal/failure.mjs'
import { megabytes } from '../terminal/story.mjs'
import { watchingSize } from './files.mjs'

/**
 * Downloads one wheel through pip, which knows this machine's index and proxies, and unpacks it.
 * Nothing of it is run; whoever takes a file from it checks the file's hash.
 * @param {object} options
 * @param {string} options.requirement name and exact version
 * @param {string} options.folder empty folder to work in
 * @param {(detail: string) => void} options.say
 * @returns {Promise<string>} the folder with the wheel's files
 * @throws {Failure}
 */
export async function downloadWheel({ requirement, folder, say }) {
  const python = await pythonWithPip()
  const wheels = join(folder, 'wheels')
  const temporary = join(folder, 'tmp')
  await mkdir(temporary, { recursive: true })
  say('asking pip')
  const args = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', '--no-deps', '--dest', wheels]
  const wheelOnly = ['--only-binary=:all:', '--ignore-requires-python']
  const { code, output } = await watchingSize(
    folder,
    (bytes) => say(`${megabytes(bytes)} downloaded`),
    () =>
      collect(python, [...args, ...wheelOnly, requirement], {
        env: { ...process.env, TMPDIR: temporary, PIP_DISABLE_PIP_VERSION_CHECK: '1' }
      })
  )
  if (code !== 0) throw downloadFailure(requirement, output)
  const wheel = (await readdir(wheels)).find((name) => name.endsWith('.whl'))
  if (wheel === undefined) throw downloadFailure(requirement, output)
  const target = join(folder, 'unpacked')
  await unpack({ archive: join(wheels, wheel), target, python })
  return target
}

/**
 * Unpacks a zip archive or wheel with Python's zipfile, keeping the files' modes.
 * @param {{ archive: string, target: string, python?: string, skip?: string[] }} options
 *   skip: patterns of members to leave out (fnmatch)
 */
export async function unpack({ archive, target, python, skip = [] }) {
  const script = join(import.meta.dirname, 'unpack.py')
  await succeed(python ?? (await pythonWithPip()), [script, archive, target, ...skip], {
    failed: `${archive} could not be unpacked.`,
    remedy: 'Run the same command again: the archive is downloaded anew.'
  })
}

/**
 * The first Python on the path that has pip.
 * @returns {Promise<string>}
 * @throws {Failure}
 */
async function pythonWithPip() {
  const candidates = ['python3', 'python']
  let anyPython = false
  for (const python of candidates) {
    if ((await collect(python, ['-m', 'pip', '--version'])).code === 0) return python
    anyPython ||= (await collect(python, ['--version'])).code === 0
  }
  const [missing, packageName] = anyPython
    ? ['Python is there, but without pip', 'python3-pip']
    : ['There is no python3 on this machine', 'python3 python3-pip']
  throw new Failure(`${missing}, and the downloads go through pip.`, {
    remedy:
      process.platform === 'darwin'
        ? 'Run `xcode-select --install`, then this command again.'
        : `Install it (on Debian and Ubuntu: sudo apt-get install ${packageName}), then run this command again.`
  })
}

/**
 * @param {string} requirement
 * @param {string} output
 */
function downloadFailure(requirement, output) {
  const failed = `${requirement} could not be downloaded.`
  if (/ENOSPC|no space left/i.test(output)) return diskFull(failed, output)
  return new Failure(failed, {
    remedy:
      'Check that pip can reach its package index from here (proxy, connection), then run this command again. What is already in place stays.',
    output
  })
}
