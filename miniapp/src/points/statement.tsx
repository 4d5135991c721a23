import { formatChange, formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { useState } from 'react'
import { call } from '../call'
import { usePages } from '../hooks/use-pages'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Bone, BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { EntryRow } from '../parts/entry-row'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { LiveResult } from '../parts/live-result'
import type { Card } from '../parts/member-card'
import { Points } from '../parts/points'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import { type Month, monthsOf } from './months'
import './points.scss'

type EntryPage = ReplyOf<'GET /member/entries'>
const FILTERS = ['ALL', 'EARN', 'REDEEM', 'EXPIRE'] as const
type Filter = (typeof FILTERS)[number]
const PAGE = 20

export default function StatementPage() {
  const { t } = useTexts()
  const who = useWho()
  const member = who.value?.member ?? null
  return (
    <Screen title={t('statement.title')} shows={[who]}>
      {member && <Balance card={member} />}
      {!who.value && !who.error && <StatementBones />}
      {!who.value && who.error && (
        <ErrorNote title={t('home.failed')} error={who.error} onRetry={() => void who.reload()} busy={who.busy} />
      )}
      {who.value && !member && (
        <Empty
          picture="receipt"
          title={t('statement.guest')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
      {member && <Statement memberNo={member.memberNo} onRefresh={() => who.reload()} />}
    </Screen>
  )
}

function Balance({ card }: { card: Card }) {
  const { t } = useTexts()
  const { available, pending, held, debt, expiringSoon } = card.balances
  return (
    <View className="card">
      <View className="note">{t('statement.available')}</View>
      <Points value={available} size="large" />
      <View className="points__split">
        <View className="grow">
          <View className="tiny">{t('statement.pending')}</View>
          <View className="figure">{formatPoints(pending)}</View>
        </View>
        <View
          className="grow points__tap"
          hoverClass="pressed"
          onClick={() => go('expiring')}
          {...spoken({ role: 'button', label: t('expiring.title') })}
        >
          <View className="tiny">{t('statement.expiring')}</View>
          <View className={`figure ${expiringSoon ? 'amber' : ''}`}>{formatPoints(expiringSoon?.points ?? 0)}</View>
          {expiringSoon && <View className="tiny">{t('statement.until', { day: expiringSoon.lastValidOn })}</View>}
        </View>
        {held > 0 && (
          <View className="grow">
            <View className="tiny">{t('statement.held')}</View>
            <View className="figure">{formatPoints(held)}</View>
          </View>
        )}
        {debt > 0 && (
          <View className="grow">
            <View className="tiny">{t('statement.debt')}</View>
            <View className="figure">{formatPoints(-debt)}</View>
          </View>
        )}
      </View>
    </View>
  )
}

function StatementBones() {
  return (
    <View>
      <View className="card">
        <Bone width={64} height={14} />
        <View className="gap-8">
          <Bone width={120} height={40} />
        </View>
        <View className="points__split">
          <Bone width={200} height={32} />
        </View>
      </View>
      <View className="card card--flush">
        <BoneRows count={6} />
      </View>
    </View>
  )
}

/** The list itself: by month, filtered, page after page. What is loaded stays when the next page fails. */
function Statement({ memberNo, onRefresh }: { memberNo: string; onRefresh: () => Promise<void> }) {
  const { t } = useTexts()
  const [filter, setFilter] = useState<Filter>('ALL')
  const zone = useProgramme().value?.timeZone
  const list = usePages<EntryPage>(
    `entries:${memberNo}:${filter}`,
    cursor => call('GET /member/entries', { query: { filter, limit: PAGE, ...(cursor ? { cursor } : {}) } }),
    { lasting: filter === 'ALL' },
  )
  useReachBottom(list.more)
  usePullDownRefresh(() => void Promise.all([list.first.reload(), onRefresh()]).then(() => Taro.stopPullDownRefresh()))
  const months = monthsOf(list.pages, zone)
  return (
    <View>
      <Filters chosen={filter} onChoose={setFilter} />
      {months.map(month => (
        <MonthGroup key={month.month} month={month} />
      ))}
      {!list.first.value && !list.error && (
        <View className="card card--flush gap-16">
          <BoneRows count={6} />
        </View>
      )}
      {list.first.value && months.length === 0 && <NoEntries filter={filter} />}
      {list.error && (
        <ErrorNote
          error={list.error}
          kept={months.length > 0 ? t('statement.kept') : ''}
          onRetry={list.retry}
          busy={list.busy}
        />
      )}
      {months.length > 0 && !list.error && (
        <View className="tiny center gap-8">{t(list.ended ? 'statement.end' : 'statement.more')}</View>
      )}
      <LiveResult onEntry={() => void list.first.reload()} />
    </View>
  )
}

function Filters({ chosen, onChoose }: { chosen: Filter; onChoose: (filter: Filter) => void }) {
  const { t } = useTexts()
  return (
    <View className="filters">
      {FILTERS.map(filter => (
        <View
          key={filter}
          className={`filter ${filter === chosen ? 'filter--on' : ''}`}
          onClick={() => onChoose(filter)}
          {...spoken({ role: 'radio', checked: filter === chosen })}
        >
          {t(`filter.${filter}`)}
        </View>
      ))}
    </View>
  )
}

function MonthGroup({ month }: { month: Month }) {
  const { t } = useTexts()
  return (
    <View>
      <View
        className="label label--tap"
        hoverClass="pressed"
        onClick={() => go('month', { month: month.month })}
        {...spoken({ role: 'button', label: t('statement.month', { month: month.month }) })}
      >
        <View className="figure">
          {month.month}
          <Icon name="next" className="label__next" />
        </View>
        <View className="figure">
          {t('statement.sums', { in: formatChange(month.in), out: formatChange(-Math.abs(month.out)) })}
        </View>
      </View>
      <View className="card card--flush">
        {month.entries.map(entry => (
          <EntryRow key={entry.entryNo} entry={entry} />
        ))}
      </View>
    </View>
  )
}

function NoEntries({ filter }: { filter: Filter }) {
  const { t } = useTexts()
  if (filter !== 'ALL') return <Empty picture="receipt" title={t('statement.noneOfKind')} />
  return (
    <Empty
      picture="receipt"
      title={t('statement.none')}
      note={t('statement.noneNote')}
      action={{ label: t('home.code'), onTap: () => goTab('code') }}
    />
  )
}
