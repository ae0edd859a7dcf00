/** The sections that exist, in the order of the loop: ⌘1 is the first. */
export const sections = [
  { title: 'Home', href: '/' },
  { title: 'Rank', href: '/rank' },
  { title: 'Personas', href: '/personas' },
  { title: 'Train', href: '/train' },
  { title: 'Models', href: '/models' }
] as const
