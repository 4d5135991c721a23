import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { useDidShow, usePullDownRefresh } from '@tarojs/taro'
import type { ReactNode } from 'react'
import { call } from '../call'
import { type Loaded, useLoad } from '../hooks/use-load'
import { useWho } from '../hooks/use-who'
import { spoken } from '../parts/aria'
import { Bone } from '../parts/bone'
import { Button } from '../parts/button'
import { CodeSheet } from '../parts/code-sheet'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import { useStore } from '../store'
import { continuous, keepScanning, takeScanAgain } from './continuous'
import { useTexts } from './language'
import { OfflineBadge } from './offline/badge'
import { OpenBill } from './open-bill'
import { ShiftCard } from './shifts/card'
import './staff.scss'
import { openBill } from './till'
import { toMember } from './to-member'
import { useStaffScan } from './use-scan'
import { OpenVerification } from './verify/open-verification'
import { openOrder } from './verify-client'

type Workbench = ReplyOf<'GET /staff/workbench'>

export default function WorkbenchPage() {
  const { t } = useTexts()
  const who = useWho()
  const staff = who.value?.staff ?? null
  const bench = useLoad(staff && `workbench:${staff.staffNo}`, () => call('GET /staff/workbench'), { lasting: true })
  const open = useStore(openBill)
  const order = useStore(openOrder)
  usePullDownRefresh(() => void bench.reload().then(() => Taro.stopPullDownRefresh()))
  const revoked = bench.error && /^staff\./.test(bench.error.code)
  if (who.value && (!staff || revoked)) return <NotStaff message={bench.error?.message ?? ''} />
  return (
    <Screen title={t('staff.title')} shows={[bench]}>
      <View className="staff__head">
        {staff ? <View className="title">{staff.store.name}</View> : <Bone width={120} height={24} />}
        <View className="note">{staff && `${staff.name} · ${t(`role.${staff.role}`)}`}</View>
      </View>
      {staff && <OfflineBadge staffNo={staff.staffNo} />}
      {open && <OpenBill body={open} />}
      {order && <OpenVerification order={order} />}
      <ScanPanel />
      {staff && <ShiftCard />}
      <Today bench={bench} verified={staff && <VerifiedToday storeId={staff.store.id} />} />
      <Ways />
    </Screen>
  )
}

/** The one thing a waiter comes for, large enough for a thumb on the move. */
function ScanPanel() {
  const { t } = useTexts()
  const { scanner, error, busy, mistyped } = useStaffScan({
    onScan: scan => toMember(scan, go),
    onReceipt: (billNo, kept) => go(kept ? 'refund' : 'bill', { billNo }),
  })
  useDidShow(() => {
    if (takeScanAgain()) void scanner.start()
  })
  const enter = () => {
    scanner.stopTyping()
    go('enterCode')
  }
  return (
    <View>
      <View
        className={`staff__scan ${busy ? 'staff__scan--busy' : ''}`}
        hoverClass="pressed"
        onClick={busy ? undefined : () => void scanner.start()}
        {...spoken({ role: 'button', label: t('staff.scan') })}
      >
        <Icon name="scan" />
        <View className="staff__scan-word">{t(busy ? 'staff.scanning' : 'staff.scan')}</View>
        <View className="staff__scan-note">{t('staff.scanNote')}</View>
      </View>
      {mistyped && (
        <View className="banner banner--amber" {...spoken({ role: 'alert' })}>
          <View className="grow">
            <View className="strong">{t('staff.mistyped')}</View>
            <View>{t('staff.mistypedNote')}</View>
          </View>
        </View>
      )}
      {error && (
        <ErrorNote
          title={t('staff.scanFailed')}
          error={error}
          onRetry={() => void scanner.start()}
          retryLabel={t('staff.scanAgain')}
        />
      )}
      <View className="card card--flush">
        <Row icon="code" title={t('staff.enter')} note={t('staff.enterNote')} onTap={enter} />
        <Continuous />
      </View>
      <CodeSheet scanner={scanner} title={t('staff.typeTitle')} hint={t('staff.typeHint')}>
        <Button label={t('staff.enter')} kind="plain" onTap={enter} />
      </CodeSheet>
    </View>
  )
}

/** For whoever verifies one after the other: the camera opens again by itself. */
function Continuous() {
  const { t } = useTexts()
  const on = useStore(continuous)
  return (
    <View
      className={`tick row--ruled ${on ? 'tick--on' : ''}`}
      onClick={() => keepScanning(!on)}
      {...spoken({ role: 'checkbox', checked: on, label: t('staff.continuous') })}
    >
      <View className="tick__box">{on && <Icon name="check" />}</View>
      <View className="grow">
        <View>{t('staff.continuous')}</View>
        <View className="note">{t('staff.continuousNote')}</View>
      </View>
    </View>
  )
}

/** Where else a waiter goes. */
function Ways() {
  const { t } = useTexts()
  return (
    <View className="card card--flush">
      <Row
        icon="ticket"
        title={t('staff.verifications')}
        note={t('staff.verificationsNote')}
        onTap={() => go('verifications')}
      />
      <Row icon="receipt" title={t('staff.records')} note={t('staff.recordsNote')} onTap={() => go('records')} />
      <Row icon="table" title={t('staff.tableBills')} note={t('staff.tableBillsNote')} onTap={() => go('tableBills')} />
      <Row
        icon="statement"
        title={t('staff.noMember')}
        note={t('staff.noMemberNote')}
        onTap={() => go('bill', { none: '1' })}
      />
      <Row icon="badge" title={t('staff.practice')} note={t('staff.practiceNote')} onTap={() => go('practice')} />
    </View>
  )
}

/** How many this store has verified today; a number that cannot be read is left out. */
function VerifiedToday({ storeId }: { storeId: string }) {
  const today = useLoad(
    `verified-today:${storeId}`,
    async () => (await call('GET /staff/verifications', { query: { limit: 1 } })).today,
  )
  if (today.value) return <View className="points points--middle">{today.value.verified}</View>
  return today.error ? <View className="points points--middle">—</View> : <Bone width={72} height={28} />
}

interface TodayProps {
  bench: Loaded<Workbench>
  verified: ReactNode
}

function Today({ bench, verified }: TodayProps) {
  const { t } = useTexts()
  if (!bench.value && bench.error) {
    return (
      <ErrorNote title={t('staff.failed')} error={bench.error} onRetry={() => void bench.reload()} busy={bench.busy} />
    )
  }
  const today = bench.value?.today
  const figures = [
    { name: t('staff.bills'), value: today && String(today.bills) },
    { name: t('staff.paid'), value: today && formatYuan(today.paidFen) },
    { name: t('staff.points'), value: today && formatPoints(today.points) },
    { name: t('staff.enrolments'), value: today && String(today.enrolments) },
  ]
  return (
    <View>
      <View className="label">
        {t('staff.today')}
        {bench.value && <View className="figure">{bench.value.businessDay}</View>}
      </View>
      <View className="card staff__figures">
        {figures.map(({ name, value }) => (
          <View className="staff__figure" key={name}>
            <View className="note">{name}</View>
            {value === null || value === undefined ? (
              <Bone width={72} height={28} />
            ) : (
              <View className="points points--middle">{value}</View>
            )}
          </View>
        ))}
        <View className="staff__figure">
          <View className="note">{t('staff.verified')}</View>
          {verified ?? <Bone width={72} height={28} />}
        </View>
      </View>
    </View>
  )
}

function NotStaff({ message }: { message: string }) {
  const { t } = useTexts()
  return (
    <Screen title={t('staff.title')}>
      <View className="card">
        <Empty
          picture="broken"
          title={message || t('staff.notStaff')}
          note={t('staff.notStaffNote')}
          action={{ label: t('staff.bind'), onTap: () => go('bind') }}
        />
        <Button label={t('join.toHome')} kind="plain" onTap={() => goTab('home')} />
      </View>
    </Screen>
  )
}
