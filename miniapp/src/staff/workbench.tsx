import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { call } from '../call'
import { type Loaded, useLoad } from '../hooks/use-load'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
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
import { OpenBill } from './open-bill'
import './staff.scss'
import { openBill } from './till'
import { useStaffScan } from './use-scan'

type Workbench = ReplyOf<'GET /staff/workbench'>

export default function WorkbenchPage() {
  const { t } = useTexts()
  const who = useWho()
  const staff = who.value?.staff ?? null
  const bench = useLoad(staff && `workbench:${staff.staffNo}`, () => call('GET /staff/workbench'), { lasting: true })
  const open = useStore(openBill)
  usePullDownRefresh(() => void bench.reload().then(() => Taro.stopPullDownRefresh()))
  const revoked = bench.error && /^staff\./.test(bench.error.code)
  if (who.value && (!staff || revoked)) return <NotStaff message={bench.error?.message ?? ''} />
  return (
    <Screen title={t('staff.title')} shows={[bench]}>
      <View className="staff__head">
        {staff ? <View className="title">{staff.store.name}</View> : <Bone width={120} height={24} />}
        <View className="note">{staff && `${staff.name} · ${t(`role.${staff.role}`)}`}</View>
      </View>
      {open && <OpenBill body={open} />}
      <ScanPanel />
      <Today bench={bench} />
      <View className="card card--flush">
        <Row icon="receipt" title={t('staff.records')} note={t('staff.recordsNote')} onTap={() => go('records')} />
        <Row
          icon="statement"
          title={t('staff.noMember')}
          note={t('staff.noMemberNote')}
          onTap={() => go('bill', { none: '1' })}
        />
      </View>
    </Screen>
  )
}

/** The one thing a waiter comes for, large enough for a thumb on the move. */
function ScanPanel() {
  const { t } = useTexts()
  const { scanner, error, busy } = useStaffScan({
    onScan: () => go('bill'),
    onReceipt: billNo => go('bill', { billNo }),
  })
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
      {error && (
        <ErrorNote
          title={t('staff.scanFailed')}
          error={error}
          onRetry={() => void scanner.start()}
          retryLabel={t('staff.scanAgain')}
        />
      )}
      <CodeSheet scanner={scanner} title={t('staff.typeTitle')} hint={t('staff.typeHint')} />
    </View>
  )
}

function Today({ bench }: { bench: Loaded<Workbench> }) {
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
