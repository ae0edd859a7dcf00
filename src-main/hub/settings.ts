import type { HubSettings } from '@contract/hub'
import { z } from 'zod'
import type { Database } from '../database/schema'
import type { Secrets } from '../secrets'
import { readSetting, writeSetting } from '../settings/repository'

/** Asked only after a click: nothing is fetched by itself. */
export const USUAL_HUB = 'https://huggingface.co'

const SETTING = 'hub'
const Saved = z.object({ address: z.string() })

type Change = { address?: string | undefined; token?: string | null | undefined }

/** Where models are fetched from, and the token for it. A token belongs to the address it was given for. */
export type HubAccess = {
  settings: () => Promise<HubSettings>
  update: (change: Change) => Promise<HubSettings>
  /** For the hub that is set now. */
  token: () => Promise<string | null>
  address: () => Promise<string>
}

export function createHubAccess({ db, secrets }: { db: Database; secrets: Secrets }): HubAccess {
  const address = async (): Promise<string> =>
    (await readSetting(db, SETTING, Saved, { address: USUAL_HUB })).address
  const token = async (): Promise<string | null> => secrets.read(keyOf(await address()))
  const settings = async (): Promise<HubSettings> => ({
    address: await address(),
    hasToken: (await token()) !== null,
    tokenKept: secrets.kept
  })
  return {
    address,
    token,
    settings,
    update: async (change) => {
      if (change.address !== undefined) {
        const tidy = change.address.trim().replace(/\/+$/, '')
        await writeSetting(db, SETTING, { address: tidy === '' ? USUAL_HUB : tidy })
      }
      if (change.token !== undefined) await secrets.write(keyOf(await address()), change.token)
      return settings()
    }
  }
}

const keyOf = (address: string): string => `hub-token ${new URL(address).origin}`
