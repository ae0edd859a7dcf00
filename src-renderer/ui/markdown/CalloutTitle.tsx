import {
  Bug,
  Check,
  CircleCheck,
  CircleQuestionMark,
  ClipboardList,
  Info,
  Lightbulb,
  List,
  Pencil,
  Quote,
  TriangleAlert,
  X,
  Zap,
  type LucideIcon
} from 'lucide-react'
import type { ReactNode } from 'react'

/** A callout's head: the sign of its type, then its title. */
export const CalloutTitle = ({ type, children }: { type: unknown; children: ReactNode }) => {
  const Icon = (typeof type === 'string' && icons.get(type)) || Pencil
  return (
    <>
      <Icon aria-hidden="true" />
      {children}
    </>
  )
}

const kinds: [LucideIcon, string[]][] = [
  [ClipboardList, ['abstract', 'summary', 'tldr']],
  [Info, ['info']],
  [CircleCheck, ['todo']],
  [Lightbulb, ['tip', 'hint', 'important']],
  [Check, ['success', 'check', 'done']],
  [CircleQuestionMark, ['question', 'help', 'faq']],
  [TriangleAlert, ['warning', 'caution', 'attention']],
  [X, ['failure', 'fail', 'missing']],
  [Zap, ['danger', 'error']],
  [Bug, ['bug']],
  [List, ['example']],
  [Quote, ['quote', 'cite']]
]
const icons = new Map(kinds.flatMap(([icon, types]) => types.map((type) => [type, icon] as const)))
