import './ui/styles/ui.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { applyTheme } from './app/theme'
import { restorePlace } from './app/place'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')

applyTheme()
restorePlace()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>
)
