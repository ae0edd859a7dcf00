import { LoaderCircle } from 'lucide-react'

/** A ring that turns once in 1.4 s; still when motion is reduced, so words always stand beside it. */
export const Spinner = () => <LoaderCircle className="spin" />
