import {
  Box,
  House,
  ListOrdered,
  Plus,
  Settings2,
  TrendingDown,
  UserRound,
  type LucideIcon
} from 'lucide-react'
import { Link, useLocation, useRoute } from 'wouter'
import { useCall } from '../bridge'
import { figure } from '../ui/words'
import { SidebarEdge } from './SidebarEdge'
import { SidebarFoot } from './SidebarFoot'

/** The loop, in its order. What does not exist yet is not shown. */
export const Sidebar = () => {
  const personas = useCall('personas.list', {})
  const models = useCall('models.list', {})
  const ofTopic = useTopicsPersona()
  const [place] = useLocation()
  const toRank = personas.data?.reduce((sum, { counts }) => sum + counts.toRank, 0) ?? 0
  const usable = models.data?.filter(({ kind }) => kind === 'gguf').length ?? 0
  return (
    <aside className="sidebar" aria-label="Sidebar">
      <div className="top">
        <span>Understudy</span>
      </div>
      <nav className="side-scroll" aria-label="Main">
        <SideLink href="/" icon={House}>
          Home
        </SideLink>
        <SideLink href="/rank" icon={ListOrdered} count={toRank} nested>
          Rank
        </SideLink>
        <Link
          href="/personas"
          className="side-head"
          aria-current={place === '/personas' ? 'page' : undefined}
        >
          Personas
        </Link>
        {personas.data?.map(({ id, name }) => (
          <SideLink key={id} href={`/personas/${id}`} icon={UserRound} nested here={id === ofTopic}>
            {name}
          </SideLink>
        ))}
        <SideLink href="/personas/new" icon={Plus} quiet>
          New persona
        </SideLink>
        <div className="side-head">Model</div>
        <SideLink href="/train" icon={TrendingDown} nested>
          Train
        </SideLink>
        <SideLink href="/models" icon={Box} count={usable} nested>
          Models
        </SideLink>
      </nav>
      <SidebarFoot>
        <SideLink href="/settings/engines" under="/settings" icon={Settings2} nested>
          Settings
        </SideLink>
      </SidebarFoot>
      <SidebarEdge />
    </aside>
  )
}

/** On a topic's page its persona is the current item. */
const useTopicsPersona = () => {
  const [onTopic, params] = useRoute('/topics/:id/:view?')
  const topic = useCall('topics.get', { id: params?.id ?? '' }, { enabled: onTopic })
  return onTopic ? topic.data?.personaId : undefined
}

type SideLinkProps = {
  href: string
  /** Current for every address that starts with this; `href` when left out. */
  under?: string
  icon: LucideIcon
  count?: number
  /** Current for the addresses below it too. */
  nested?: boolean
  quiet?: boolean
  /** Current although its address is another. */
  here?: boolean
  children: string
}

const SideLink = ({
  href,
  under = href,
  icon: Icon,
  count = 0,
  nested = false,
  quiet = false,
  here = false,
  children
}: SideLinkProps) => {
  const [place] = useLocation()
  const current = here || place === href || (nested && place.startsWith(`${under}/`))
  return (
    <Link
      href={href}
      className={quiet ? 'side-link quiet' : 'side-link'}
      aria-current={current ? 'page' : undefined}
      title={children.length > 24 ? children : undefined}
    >
      <Icon />
      <span className="trunc">{children}</span>
      {count > 0 && <span className="n">{figure(count)}</span>}
    </Link>
  )
}
