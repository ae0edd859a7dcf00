import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { Page } from '../../ui/Page'
import { Tabs } from '../../ui/Segments'

const tabs = [
  { value: 'general', label: 'General' },
  { value: 'engines', label: 'Engines' },
  { value: 'python', label: 'Python' },
  { value: 'server', label: 'Local server' }
] as const

export type SettingsTab = (typeof tabs)[number]['value']

/** The frame of the settings: one tab each. */
export const SettingsPage = ({ tab, children }: { tab: SettingsTab; children: ReactNode }) => {
  const [, navigate] = useLocation()
  return (
    <Page title="Settings">
      <div className="max-w-settings -mt-5">
        <Tabs
          label="Settings"
          value={tab}
          segments={[...tabs]}
          onChange={(next) => navigate(`/settings/${next}`)}
        />
        <div className="mt-7">{children}</div>
      </div>
    </Page>
  )
}

type SettingRowProps = { title: string; text: ReactNode; children: ReactNode }

/** A setting: what it is at the left, its control at the right. */
export const SettingRow = ({ title, text, children }: SettingRowProps) => (
  <div className="row border-b border-rule gap-6 py-3">
    <div className="grow">
      <p className="med">{title}</p>
      <div className="muted max-w-measure">{text}</div>
    </div>
    <div className="flex-none">{children}</div>
  </div>
)
