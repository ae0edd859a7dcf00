import { scopeOf, type CommandId } from '@contract/commands'
import { Button } from '../../ui/Button'
import { remappable, useKeySettings } from '../../ui/shortcuts/settings'
import { Switch } from '../../ui/Switch'
import { KeyRow } from './KeyRow'
import { SettingRow } from './SettingsPage'

/** Single keys: on or off, and every one of them changed to the person's liking. */
export const KeysPart = () => {
  const { singleKeys, remapped } = useKeySettings()
  const changed = Object.keys(remapped).length
  return (
    <>
      <div className="row between mt-8">
        <h2 className="title">Single keys</h2>
        <Button command="app.keys" look="quiet" className="-mr-3">
          All keys
        </Button>
      </div>
      <div className="mt-3">
        <SettingRow
          title="Use single keys"
          text="Letters, digits and signs act without a second key while no text field has the focus. Turn them off if you dictate, or if they get in your way."
        >
          <Switch
            label="Use single keys"
            checked={singleKeys}
            onChange={(next) => useKeySettings.setState({ singleKeys: next })}
          />
        </SettingRow>
      </div>
      {places.map(({ title, ids }) => (
        <section key={title} className="sec mt-6">
          <div className="head">
            <h3>{title}</h3>
          </div>
          <ul>
            {ids.map((id) => (
              <KeyRow key={id} id={id} />
            ))}
          </ul>
        </section>
      ))}
      <div className="row mt-5">
        <Button
          command="settings.resetKeys"
          off={changed === 0 && 'Every key is as it was.'}
          onClick={() => useKeySettings.setState({ remapped: {} })}
        >
          Reset all keys
        </Button>
      </div>
    </>
  )
}

const titles: Partial<Record<string, string>> = {
  everywhere: 'Everywhere',
  rank: 'Rank',
  list: 'Lists',
  persona: 'Persona',
  topics: 'Topics',
  topic: 'Topic',
  run: 'Run'
}

const placeTitle = (id: CommandId): string => {
  const scope = scopeOf(id)
  return titles[scope] ?? scope.charAt(0).toUpperCase() + scope.slice(1)
}

const places = [...new Set(remappable.map(placeTitle))].map((title) => ({
  title,
  ids: remappable.filter((id) => placeTitle(id) === title)
}))
