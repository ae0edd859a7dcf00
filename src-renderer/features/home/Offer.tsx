import type { ReactNode } from 'react'

type OfferProps = { title: string; children: ReactNode }

/** One fact of the first screen, with the link that acts on it. */
export const Offer = ({ title, children }: OfferProps) => (
  <div>
    <h3 className="h">{title}</h3>
    <div className="muted mt-1">{children}</div>
  </div>
)
