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
  Zap
} from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'

/** A callout's head: the sign of its type, then its title. */
export const CalloutTitle = ({ type, children }: { type: unknown; children: ReactNode }) => (
  <>
    {(typeof type === 'string' && icons.get(type)) || <Pencil aria-hidden="true" />}
    {children}
  </>
)

const kinds: [ReactElement, string[]][] = [
  [<ClipboardList aria-hidden="true" />, ['abstract', 'summary', 'tldr']],
  [<Info aria-hidden="true" />, ['info']],
  [<CircleCheck aria-hidden="true" />, ['todo']],
  [<Lightbulb aria-hidden="true" />, ['tip', 'hint', 'important']],
  [<Check aria-hidden="true" />, ['success', 'check', 'done']],
  [<CircleQuestionMark aria-hidden="true" />, ['question', 'help', 'faq']],
  [<TriangleAlert aria-hidden="true" />, ['warning', 'caution', 'attention']],
  [<X aria-hidden="true" />, ['failure', 'fail', 'missing']],
  [<Zap aria-hidden="true" />, ['danger', 'error']],
  [<Bug aria-hidden="true" />, ['bug']],
  [<List aria-hidden="true" />, ['example']],
  [<Quote aria-hidden="true" />, ['quote', 'cite']]
]
const icons = new Map(kinds.flatMap(([icon, types]) => types.map((type) => [type, icon] as const)))
