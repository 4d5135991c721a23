/** The shell around every page: navigation by job, the top bar, and the door of the session. */
import { MenuOutlined } from '@ant-design/icons'
import { Button, Drawer, Grid } from 'antd'
import { useState, useSyncExternalStore } from 'react'
import { Link, Navigate, Outlet, useLocation } from 'react-router'
import { maySee, type Operator } from './access'
import { Navigation, pageOf } from './navigation'
import { OperatorContext } from './operator'
import { Mark } from './parts/drawings'
import { FirstPassword } from './parts/first-password'
import { GlobalSearch } from './parts/global-search'
import { OfflineBanner } from './parts/offline-banner'
import { OperatorMenu } from './parts/operator-menu'
import { DeniedView } from './parts/page-failures'
import { Bone, ErrorView } from './parts/state-views'
import { ViewSwitches } from './parts/view-switches'
import { usePreferences } from './preferences'
import { useRead } from './queries'
import { closeSession, hasSession, sessionEnd, watchSession } from './session'

/** Lets in whoever is signed in, and sends everybody else to the door. */
export function Frame() {
  const { say } = usePreferences()
  const location = useLocation()
  const signedIn = useSyncExternalStore(watchSession, hasSession)
  const me = useRead('GET /console/me', undefined, { enabled: signedIn, staleMs: Number.POSITIVE_INFINITY })
  if (!signedIn) {
    // Whoever signed out starts afresh; whoever was thrown out comes back to the same page.
    const end = sessionEnd()
    const from = end === 'chosen' || location.pathname === '/' ? undefined : location.pathname + location.search
    return <Navigate to="/login" replace state={{ from, lost: end === 'lost' }} />
  }
  if (me.data?.mustChangePassword) return <FirstPassword />
  if (me.data) {
    return (
      <OperatorContext value={me.data}>
        <Shell operator={me.data} />
      </OperatorContext>
    )
  }
  if (me.error) {
    return (
      <main className="door">
        <ErrorView error={me.error} retry={() => me.refetch()} />
        <Button type="link" onClick={() => closeSession('chosen')}>
          {say('session.again')}
        </Button>
      </main>
    )
  }
  return <ShellSkeleton />
}

function Shell({ operator }: { operator: Operator }) {
  const { say } = usePreferences()
  const { pathname } = useLocation()
  const wide = Grid.useBreakpoint().lg ?? true
  const [open, setOpen] = useState(false)
  const page = pageOf(pathname)
  return (
    <div className="shell">
      <a className="skip-link" href="#page">
        {say('frame.skip')}
      </a>
      <header className="top-bar">
        {wide ? null : (
          <Button type="text" icon={<MenuOutlined />} aria-label={say('nav.open')} onClick={() => setOpen(true)} />
        )}
        <Brand />
        <GlobalSearch role={operator.role} />
        <div className="top-bar-end">
          <ViewSwitches />
          <OperatorMenu operator={operator} />
        </div>
      </header>
      {wide ? (
        <aside className="side-bar">
          <Navigation role={operator.role} />
        </aside>
      ) : (
        <Drawer
          placement="left"
          size={240}
          open={open}
          onClose={() => setOpen(false)}
          title={<Brand />}
          styles={{ body: { padding: 8 } }}
        >
          <Navigation role={operator.role} onGo={() => setOpen(false)} />
        </Drawer>
      )}
      <main id="page" className="page" tabIndex={-1}>
        <OfflineBanner />
        {page && !maySee(operator.role, page) ? <DeniedView /> : <Outlet />}
      </main>
    </div>
  )
}

function Brand() {
  const { say } = usePreferences()
  const programme = useRead('GET /programme', undefined, { staleMs: Number.POSITIVE_INFINITY })
  return (
    <Link to="/" className="brand">
      <Mark size={28} />
      <span className="brand-name">{programme.data?.brandName ?? say('product.name')}</span>
    </Link>
  )
}

/** The frame's own outline while the session is looked up, so that nothing jumps when it arrives. */
function ShellSkeleton() {
  const { say } = usePreferences()
  return (
    <div className="shell" aria-busy="true">
      <output className="visually-hidden">{say('frame.loading')}</output>
      <div className="top-bar">
        <Mark size={28} />
        <Bone width={96} height={18} />
      </div>
      <div className="side-bar bones">
        {[96, 120, 80, 104, 88, 112].map(width => (
          <Bone key={width} width={width} />
        ))}
      </div>
      <div className="page bones">
        <Bone width={180} height={26} />
        <Bone width="100%" height={120} />
        <Bone width="100%" height={260} />
      </div>
    </div>
  )
}
