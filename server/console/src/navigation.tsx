/** The left navigation: pages grouped by the job they belong to, only those this role may see. */
import {
  BarChartOutlined,
  BellOutlined,
  CoffeeOutlined,
  EditOutlined,
  ExperimentOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  FunctionOutlined,
  GiftOutlined,
  HistoryOutlined,
  IdcardOutlined,
  InboxOutlined,
  MessageOutlined,
  PayCircleOutlined,
  RiseOutlined,
  ScanOutlined,
  SendOutlined,
  SettingOutlined,
  ShopOutlined,
  TagsOutlined,
  TeamOutlined,
  TrophyOutlined,
  UsergroupAddOutlined,
  UserOutlined,
  WalletOutlined,
} from '@ant-design/icons'
import { Menu } from 'antd'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { maySee, type OperatorRole, type PageName } from './access'
import { usePreferences } from './preferences'
import type { PlainKey } from './texts'

interface Job {
  key: PlainKey
  pages: { name: PageName; key: PlainKey; icon: ReactNode }[]
}

const jobs: Job[] = [
  { key: 'job.insight', pages: [{ name: 'overview', key: 'nav.overview', icon: <BarChartOutlined /> }] },
  {
    key: 'job.members',
    pages: [{ name: 'members', key: 'nav.members', icon: <TeamOutlined /> }],
  },
  {
    key: 'job.reach',
    pages: [
      { name: 'sends', key: 'nav.sends', icon: <SendOutlined /> },
      { name: 'message-templates', key: 'nav.message_templates', icon: <MessageOutlined /> },
      { name: 'message-limits', key: 'nav.message_limits', icon: <BellOutlined /> },
    ],
  },
  {
    key: 'job.mall',
    pages: [
      { name: 'rewards', key: 'nav.rewards', icon: <GiftOutlined /> },
      { name: 'coupons', key: 'nav.coupons', icon: <TagsOutlined /> },
      { name: 'draws', key: 'nav.draws', icon: <TrophyOutlined /> },
      { name: 'group-offers', key: 'nav.group_offers', icon: <UsergroupAddOutlined /> },
      { name: 'verifications', key: 'nav.verifications', icon: <ScanOutlined /> },
      { name: 'shipments', key: 'nav.shipments', icon: <InboxOutlined /> },
    ],
  },
  {
    key: 'job.stores',
    pages: [
      { name: 'stores', key: 'nav.stores', icon: <ShopOutlined /> },
      { name: 'staff', key: 'nav.staff', icon: <IdcardOutlined /> },
    ],
  },
  {
    key: 'job.rules',
    pages: [
      { name: 'rules', key: 'nav.rules', icon: <FunctionOutlined /> },
      { name: 'simulator', key: 'nav.simulator', icon: <ExperimentOutlined /> },
      { name: 'tiers', key: 'nav.tiers', icon: <RiseOutlined /> },
      { name: 'products', key: 'nav.products', icon: <CoffeeOutlined /> },
      { name: 'payment-settings', key: 'nav.payment_settings', icon: <WalletOutlined /> },
    ],
  },
  {
    key: 'job.finance',
    pages: [
      { name: 'purchases', key: 'nav.purchases', icon: <FileTextOutlined /> },
      { name: 'adjustments', key: 'nav.adjustments', icon: <EditOutlined /> },
      { name: 'books', key: 'nav.books', icon: <FileDoneOutlined /> },
      { name: 'reconciliation', key: 'nav.reconciliation', icon: <PayCircleOutlined /> },
    ],
  },
  {
    key: 'job.settings',
    pages: [
      { name: 'operators', key: 'nav.operators', icon: <UserOutlined /> },
      { name: 'audit', key: 'nav.audit', icon: <HistoryOutlined /> },
      { name: 'settings', key: 'nav.settings', icon: <SettingOutlined /> },
    ],
  },
]

/** The page an address belongs to, if any. */
export function pageOf(pathname: string): PageName | null {
  const first = pathname.split('/')[1]
  return jobs.flatMap(job => job.pages).find(page => page.name === first)?.name ?? null
}

export function Navigation({ role, onGo }: { role: OperatorRole; onGo?: () => void }) {
  const { say } = usePreferences()
  const { pathname } = useLocation()
  const current = pageOf(pathname)
  const items = jobs
    .map(job => ({ ...job, pages: job.pages.filter(page => maySee(role, page.name)) }))
    .filter(job => job.pages.length > 0)
    .map(job => ({
      type: 'group' as const,
      key: job.key,
      label: say(job.key),
      children: job.pages.map(page => ({
        key: page.name,
        icon: page.icon,
        label: <Link to={`/${page.name}`}>{say(page.key)}</Link>,
      })),
    }))
  return (
    <nav aria-label={say('nav.label')}>
      <Menu mode="inline" items={items} selectedKeys={current ? [current] : []} onClick={onGo} inlineIndent={16} />
    </nav>
  )
}
