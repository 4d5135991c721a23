import { Button } from 'antd'
import { Link, useRouteError } from 'react-router'
import { usePreferences } from '../preferences'
import { EmptyView } from './state-views'

/** An address that leads nowhere. */
export function UnknownView() {
  const { say } = usePreferences()
  return (
    <EmptyView
      drawing="search"
      title={say('page.unknown')}
      hint={say('page.unknown.hint')}
      action={
        <Link to="/">
          <Button type="primary">{say('page.home')}</Button>
        </Link>
      }
    />
  )
}

/** A page this role has no access to. */
export function DeniedView() {
  const { say } = usePreferences()
  return <EmptyView drawing="closed" title={say('page.denied')} hint={say('page.denied.hint')} />
}

/** A page that broke, or whose code could not be fetched because a newer version is being served. */
export function CrashView() {
  const { say } = usePreferences()
  const error = useRouteError()
  console.error(error)
  return (
    <EmptyView
      drawing="spill"
      title={say('page.crashed')}
      hint={say('page.crashed.hint')}
      action={
        <Button type="primary" onClick={() => window.location.reload()}>
          {say('page.reload')}
        </Button>
      }
    />
  )
}
