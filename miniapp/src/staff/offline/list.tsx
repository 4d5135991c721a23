import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import type { ReactNode } from 'react'
import { stampOf, timeOf } from '../../dates'
import { useWho } from '../../hooks/use-who'
import { spoken } from '../../parts/aria'
import { Button } from '../../parts/button'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { Screen } from '../../parts/screen'
import { useTexts } from '../language'
import '../staff.scss'
import { localNo } from './door'
import './offline.scss'
import { queue, saveQueue } from './keeper'
import { clashesIn, type Entry, leftOf, waitingIn, withHandled } from './queue'
import { StoreClashes } from './store-clashes'
import { sync } from './sync'
import { useOffline } from './use-offline'

/** What this phone accepted without a network: what waits, what somebody has to look at, what is settled. */
export default function OfflinePage() {
  const { t } = useTexts()
  const staff = useWho().value?.staff ?? null
  const staffNo = staff?.staffNo ?? null
  const { online, queue: held, kit, syncing } = useOffline(staffNo)
  usePullDownRefresh(() => void sync().then(() => Taro.stopPullDownRefresh()))
  const waiting = waitingIn(held)
  const clashes = clashesIn(held).reverse()
  const settled = held.entries.filter(entry => entry.outcome !== null && clashes.indexOf(entry) < 0).reverse()
  const left = kit && leftOf(held, kit.allowance, Date.now() + kit.aheadMs)
  // With nothing to be confirmed and nothing to be looked at, there is no warning to give.
  const calm = kit !== null && waiting.length === 0 && clashes.length === 0
  return (
    <Screen title={t('off.title')}>
      <View className={calm ? 'banner banner--offline' : 'banner banner--amber'} {...spoken({ role: 'status' })}>
        <View className="grow">
          <View className="strong">{t(calm ? 'off.badgeReady' : 'off.word')}</View>
          {left && <View>{t('off.left', { count: left.count, amount: formatYuan(left.worthFen) })}</View>}
          <View>
            {kit ? t('off.kitAt', { time: timeOf(kit.serverTime) }) : `${t('off.noKit')}。${t('off.noKitNote')}`}
          </View>
        </View>
      </View>
      {held.entries.length === 0 && <Empty picture="ticket" title={t('off.none')} note={t('off.noneNote')} />}
      <Part title={t('off.waiting')} entries={waiting}>
        {syncing.error && (
          <ErrorNote
            title={t('off.syncFailed')}
            error={syncing.error}
            kept={t('off.syncKept')}
            onRetry={() => void sync()}
          />
        )}
        <Button
          label={t(syncing.busy ? 'off.syncing' : 'off.sync')}
          tall
          busy={syncing.busy}
          disabled={!online}
          onTap={() => void sync()}
        />
      </Part>
      <Part title={t('off.clashes')} entries={clashes} />
      {staff?.role === 'STORE_MANAGER' && <StoreClashes storeId={staff.store.id} />}
      <Part title={t('off.settled')} entries={settled} />
    </Screen>
  )
}

function Part({ title, entries, children }: { title: string; entries: Entry[]; children?: ReactNode }) {
  const { t } = useTexts()
  if (entries.length === 0) return null
  const amount = formatYuan(entries.reduce((sum, { worthFen }) => sum + worthFen, 0))
  return (
    <View>
      <View className="label">
        {title}
        <View className="figure">{t('off.sum', { count: entries.length, amount })}</View>
      </View>
      <View className="card card--flush">
        {entries.map(entry => (
          <Line key={entry.seq} entry={entry} />
        ))}
      </View>
      {children}
    </View>
  )
}

function Line({ entry }: { entry: Entry }) {
  const { t, say } = useTexts()
  const { seq, kind, name, quantity, worthFen, billNo, billFen, outcome, handled } = entry
  const state = outcome?.state ?? 'WAITING'
  const what = kind === 'MEMBER' ? `${name || t('member')} · ${billNo ?? ''}` : name
  const amount = kind === 'MEMBER' ? (billFen ?? 0) : worthFen
  return (
    <View className="off-line">
      <View className="line line--between">
        <View className="strong grow">{what}</View>
        <View className={`off-state off-state--${state.toLowerCase()}`}>{t(`off.state.${state}`)}</View>
      </View>
      <View className="note figure">
        {stampOf(entry.at)} · {formatYuan(amount)}
        {quantity > 1 && ` · ${t('off.times', { count: quantity })}`}
      </View>
      <View className="note figure">
        {t('off.local', { no: localNo(entry) })}
        {outcome?.serialNo && ` · ${t('off.serial', { serial: outcome.serialNo })}`}
        {typeof outcome?.points === 'number' && ` · ${t('off.points', { points: outcome.points })}`}
      </View>
      {outcome?.message && <View className="gap-4">{say(outcome.message)}</View>}
      {outcome?.first && <First first={outcome.first} />}
      {outcome?.nextStep && !handled && (
        <View>
          <View className="gap-4 amber">
            {t('off.next')}：{say(outcome.nextStep)}
          </View>
          <Button label={t('off.handled')} kind="plain" onTap={() => saveQueue(withHandled(queue.now(), seq))} />
        </View>
      )}
    </View>
  )
}

/** Who had it first, and whether that was without a network as well. */
function First({ first }: { first: NonNullable<NonNullable<Entry['outcome']>['first']> }) {
  const { t } = useTexts()
  const time = first.at ? stampOf(first.at) : '—'
  return (
    <View className="note gap-4">
      <View className="figure">{t('off.first', { time, store: first.store, by: first.by })}</View>
      {first.serialNo && <View className="figure">{t('off.serial', { serial: first.serialNo })}</View>}
      {first.offline && first.device && <View>{t('off.firstDevice')}</View>}
    </View>
  )
}
