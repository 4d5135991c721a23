import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import './styles/base.css'
import './styles/frame.css'
import './styles/tables.css'
import './styles/pages.css'
import './styles/login.css'
import './styles/settings.css'
import './styles/desk.css'
import './styles/rules.css'
import './styles/rule-editor.css'
import './styles/simulator.css'
import { PreferencesProvider } from './preferences'
import { queryClient } from './queries'
import { router } from './routes'

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <PreferencesProvider>
        <RouterProvider router={router} />
      </PreferencesProvider>
    </QueryClientProvider>
  </StrictMode>,
)
