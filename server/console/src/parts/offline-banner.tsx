import { Alert } from 'antd'
import { useSyncExternalStore } from 'react'
import { usePreferences } from '../preferences'

/** Says that what is on the page may be old, for as long as the browser has no network. */
export function OfflineBanner() {
  const { say } = usePreferences()
  const online = useSyncExternalStore(watch, () => navigator.onLine)
  if (online) return null
  return <Alert className="offline" type="warning" showIcon title={say('offline.banner')} />
}

function watch(changed: () => void): () => void {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}
