/** Addresses of the console. Each page is its own chunk, fetched when somebody goes there. */
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { landingOf } from './access'
import { useOperator } from './operator'
import { CrashView, UnknownView } from './parts/page-failures'

const pages: RouteObject[] = [
  { index: true, Component: Landing },
  { path: 'overview', lazy: async () => ({ Component: (await import('./pages/overview')).OverviewPage }) },
  { path: 'members', lazy: async () => ({ Component: (await import('./pages/members')).MembersPage }) },
  { path: 'members/:memberNo', lazy: async () => ({ Component: (await import('./pages/member')).MemberPage }) },
  { path: 'purchases', lazy: async () => ({ Component: (await import('./pages/purchases')).PurchasesPage }) },
  { path: 'stores', lazy: async () => ({ Component: (await import('./pages/stores')).StoresPage }) },
  { path: 'stores/:id', lazy: async () => ({ Component: (await import('./pages/tables')).TablesPage }) },
  { path: 'staff', lazy: async () => ({ Component: (await import('./pages/staff')).StaffPage }) },
  { path: 'rules', lazy: async () => ({ Component: (await import('./pages/rules')).RulesPage }) },
  { path: 'rules/:code', lazy: async () => ({ Component: (await import('./pages/rule')).RulePage }) },
  { path: 'simulator', lazy: async () => ({ Component: (await import('./pages/simulator')).SimulatorPage }) },
  { path: 'products', lazy: async () => ({ Component: (await import('./pages/products')).ProductsPage }) },
  { path: 'rewards', lazy: async () => ({ Component: (await import('./pages/rewards')).RewardsPage }) },
  {
    path: 'rewards/editor',
    lazy: async () => ({ Component: (await import('./pages/reward-editor')).RewardEditorPage }),
  },
  { path: 'rewards/reach', lazy: async () => ({ Component: (await import('./pages/reward-reach')).RewardReachPage }) },
  { path: 'coupons', lazy: async () => ({ Component: (await import('./pages/coupons')).CouponsPage }) },
  {
    path: 'coupons/stacking',
    lazy: async () => ({ Component: (await import('./pages/coupon-stacking')).CouponStackingPage }),
  },
  { path: 'shipments', lazy: async () => ({ Component: (await import('./pages/shipments')).ShipmentsPage }) },
  { path: 'draws', lazy: async () => ({ Component: (await import('./pages/draws')).DrawsPage }) },
  { path: 'group-offers', lazy: async () => ({ Component: (await import('./pages/group-offers')).GroupOffersPage }) },
  {
    path: 'verifications',
    lazy: async () => ({ Component: (await import('./pages/verifications')).VerificationsPage }),
  },
  {
    path: 'payment-settings',
    lazy: async () => ({ Component: (await import('./pages/payment-settings')).PaymentSettingsPage }),
  },
  { path: 'sends', lazy: async () => ({ Component: (await import('./pages/sends')).SendsPage }) },
  {
    path: 'message-templates',
    lazy: async () => ({ Component: (await import('./pages/message-templates')).MessageTemplatesPage }),
  },
  {
    path: 'message-limits',
    lazy: async () => ({ Component: (await import('./pages/message-limits')).MessageLimitsPage }),
  },
  { path: 'tiers', lazy: async () => ({ Component: (await import('./pages/tiers')).TiersPage }) },
  {
    path: 'reconciliation',
    lazy: async () => ({ Component: (await import('./pages/reconciliation')).ReconciliationPage }),
  },
  { path: 'books', lazy: async () => ({ Component: (await import('./pages/books')).BooksPage }) },
  { path: 'adjustments', lazy: async () => ({ Component: (await import('./pages/adjustments')).AdjustmentsPage }) },
  { path: 'operators', lazy: async () => ({ Component: (await import('./pages/operators')).OperatorsPage }) },
  { path: 'audit', lazy: async () => ({ Component: (await import('./pages/audit')).AuditPage }) },
  { path: 'settings', lazy: async () => ({ Component: (await import('./pages/settings')).SettingsPage }) },
  { path: '*', Component: UnknownView },
]

export const router = createBrowserRouter(
  [
    {
      path: '/login',
      lazy: async () => ({ Component: (await import('./pages/login')).LoginPage }),
      ErrorBoundary: CrashView,
      HydrateFallback: Blank,
    },
    {
      path: '/',
      lazy: async () => ({ Component: (await import('./frame')).Frame }),
      ErrorBoundary: CrashView,
      HydrateFallback: Blank,
      // A page that breaks leaves the frame standing, so that every other page is still one click away.
      children: [{ ErrorBoundary: CrashView, children: pages }],
    },
  ],
  { basename: import.meta.env.BASE_URL.replace(/\/$/, '') },
)

function Landing() {
  return <Navigate to={landingOf(useOperator())} replace />
}

// The first chunk of a page is small and local; a flash of a spinner would be longer than the wait.
function Blank() {
  return null
}
