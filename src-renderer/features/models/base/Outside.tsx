import { ExternalLink } from 'lucide-react'

/** Opens in the browser, after this click. */
export const Outside = ({ href, children }: { href: string; children: string }) => (
  <a href={href} target="_blank" rel="noreferrer" title={href}>
    {children}
    <ExternalLink className="outside" aria-label="in the browser" />
  </a>
)
