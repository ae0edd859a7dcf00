import { Search } from 'lucide-react'
import { Button } from '../../ui/Button'

/** In Home's title bar: says that there is a palette, and opens it. */
export const PaletteButton = () => (
  <Button look="quiet" icon={<Search />} command="app.palette">
    Search or run a command
  </Button>
)
