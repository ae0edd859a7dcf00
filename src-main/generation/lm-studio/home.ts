import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** LM Studio on this machine, as its files tell. Its newer app, Bionic, keeps a room of its own. */
export type LmStudioHome = {
  dir: string
  /** Where `publisher/model/file.gguf` is looked for. */
  modelsFolder: string
  /** Its own command, by its absolute path: an app that was opened by a click has no shell path. */
  lms: string | null
  /** Where the app listens for its own programs, whether the server is on or not. */
  servicePorts: number[]
  /** Where its settings say that the server is. */
  serverPort: number | null
}

const Settings = z.object({ downloadsFolder: z.string().min(1) })
const WithPort = z.object({ port: z.int().min(1).max(65_535) })

/** What an installation leaves; a folder that only holds models is none. */
const SIGNS = [
  '.internal/app-install-location.json',
  '.internal/llmster-install-location.json',
  '.internal/http-server-config.json',
  'settings.json',
  'bin/lms'
]

/** Null where LM Studio was never installed. `userHome` is the person's home folder. */
export function findLmStudioHome(userHome: string): LmStudioHome | null {
  const dir = homeDir(userHome)
  const rooms = [dir, path.join(dir, 'apps', 'bionic')]
  const installed = rooms.some((room) =>
    SIGNS.some((sign) => fs.existsSync(path.join(room, ...sign.split('/'))))
  )
  if (!installed) return null
  const inEach = <T>(find: (room: string) => T | null): T[] =>
    rooms.map(find).filter((found) => found !== null)
  return {
    dir,
    modelsFolder:
      inEach((room) => read(path.join(room, 'settings.json'), Settings))[0]?.downloadsFolder ??
      path.join(dir, 'models'),
    lms: inEach(commandIn)[0] ?? null,
    servicePorts: inEach((room) => portIn(room, 'http-server.json')),
    serverPort: inEach((room) => portIn(room, 'http-server-config.json'))[0] ?? null
  }
}

/** As LM Studio itself looks for it. */
function homeDir(userHome: string): string {
  const pointer = readText(path.join(userHome, '.lmstudio-home-pointer'))?.trim()
  if (pointer) return pointer
  const older = path.join(userHome, '.cache', 'lm-studio')
  return fs.existsSync(older) ? older : path.join(userHome, '.lmstudio')
}

function commandIn(room: string): string | null {
  const file = path.join(room, 'bin', process.platform === 'win32' ? 'lms.exe' : 'lms')
  return fs.existsSync(file) ? file : null
}

const portIn = (room: string, file: string): number | null =>
  read(path.join(room, '.internal', file), WithPort)?.port ?? null

/** Private files of another program: what is not as expected is as good as not there. */
function read<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | null {
  const text = readText(file)
  if (text === null) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function readText(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
