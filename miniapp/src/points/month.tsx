import { formatChange, formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { call } from '../call'
import { monthOf, stampOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Bone, BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { Points } from '../parts/points'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import { serverNow } from '../server-clock'
import { monthAfter } from './months'
import './points.scss'

type Statement = ReplyOf<'GET /member/statements/:month'>
const CHANGES = ['earned', 'used', 'returned', 'expired', 'takenBack', 'adjusted', 'transferred'] as const
const PARTS = ['available', 'pending', 'held', 'debt'] as const

/** One month of the own points: what it began with, what came and went, what was left. */
export default function MonthPage() {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const running = monthOf(serverNow(), zone)
  const asked = useRouter().params.month ?? ''
  const [month, setMonth] = useState(/^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : running)
  const who = useWho()
  const memberNo = who.value?.member?.memberNo
  const statement = useLoad(memberNo ? `month:${memberNo}:${month}` : null, () =>
    call('GET /member/statements/:month', { params: { month } }),
  )
  usePullDownRefresh(() => void statement.reload().then(() => Taro.stopPullDownRefresh()))
  const failed = statement.error ?? who.error
  if (who.value && !who.value.member) {
    return (
      <Screen title={t('month.title')} shows={[who]}>
        <Empty
          picture="receipt"
          title={t('statement.guest')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      </Screen>
    )
  }
  return (
    <Screen title={t('month.title')} shows={[statement]}>
      <Months month={month} running={running} onChoose={setMonth} />
      {statement.value && <Whole statement={statement.value} onChoose={setMonth} />}
      {failed && (
        <ErrorNote
          title={statement.value ? '' : t('month.failed')}
          error={failed}
          onRetry={() => void (statement.error ? statement.reload() : who.reload())}
          busy={statement.busy || who.busy}
        />
      )}
      {!statement.value && !failed && <MonthBones />}
    </Screen>
  )
}

/** One month back, one month on, never past the one that runs. */
function Months(props: { month: string; running: string; onChoose: (month: string) => void }) {
  const { t } = useTexts()
  const { month, running, onChoose } = props
  const last = month >= running
  return (
    <View className="card months">
      <View
        className="months__turn"
        hoverClass="pressed"
        onClick={() => onChoose(monthAfter(month, -1))}
        {...spoken({ role: 'button', label: t('month.previous') })}
      >
        <Icon name="next" className="months__back" />
      </View>
      <View className="title figure grow center">{month}</View>
      {last ? (
        <View className="months__turn" />
      ) : (
        <View
          className="months__turn"
          hoverClass="pressed"
          onClick={() => onChoose(monthAfter(month, 1))}
          {...spoken({ role: 'button', label: t('month.next') })}
        >
          <Icon name="next" />
        </View>
      )}
    </View>
  )
}

function Whole({ statement, onChoose }: { statement: Statement; onChoose: (month: string) => void }) {
  const { t } = useTexts()
  const { opening, closing, growth, month, firstMonth, postedLater } = statement
  const moved = CHANGES.filter(name => statement.changes[name] !== 0)
  if (moved.length === 0 && opening.total === 0 && closing.total === 0 && growth.change === 0) {
    const first = firstMonth && firstMonth > month ? firstMonth : null
    const later = postedLater === 0 ? '' : t('month.later', { points: formatChange(postedLater) })
    return (
      <Empty
        picture="receipt"
        title={t('month.none')}
        note={`${later}${first ? t('month.first', { month: first }) : ''}${firstMonth ? '' : t('statement.noneNote')}`}
        {...(first ? { action: { label: t('month.goFirst', { month: first }), onTap: () => onChoose(first) } } : {})}
        {...(firstMonth ? {} : { action: { label: t('home.code'), onTap: () => goTab('code') } })}
      />
    )
  }
  return (
    <View className="appear">
      <View className="card center">
        <View className="note">{t(statement.state === 'RUNNING' ? 'month.now' : 'month.closing')}</View>
        <Points value={closing.total} size="hero" />
        <View className="note gap-8">
          {statement.state === 'RUNNING' ? t('month.running', { time: stampOf(statement.until) }) : t('month.closed')}
        </View>
      </View>
      <Changes statement={statement} moved={moved} />
      <Split closing={closing} />
      <Growth growth={growth} />
      <Ending next={statement.endingNext} />
    </View>
  )
}

function Changes({ statement, moved }: { statement: Statement; moved: readonly (typeof CHANGES)[number][] }) {
  const { t } = useTexts()
  const { opening, closing, changes, fromEarlier, postedLater, state } = statement
  return (
    <View>
      <View className="label">{t('month.changes')}</View>
      <View className="card card--flush">
        <Row title={t('month.opening')} value={<Points value={opening.total} />} />
        {moved.map(name => (
          <Row key={name} title={t(`month.${name}`)} value={<Change points={changes[name]} />} />
        ))}
        {moved.length === 0 && <Row title={t('month.still')} value={<Points value={0} />} />}
        <Row title={t(state === 'RUNNING' ? 'month.now' : 'month.closing')} value={<Points value={closing.total} />} />
      </View>
      {fromEarlier !== 0 && (
        <View className="tiny gap-8">{t('month.earlier', { points: formatChange(fromEarlier) })}</View>
      )}
      {postedLater !== 0 && (
        <View className="tiny gap-8">{t('month.later', { points: formatChange(postedLater) })}</View>
      )}
    </View>
  )
}

function Change({ points }: { points: number }) {
  return <Points value={points} signed {...(points > 0 ? { tone: 'jade' as const } : {})} />
}

/** Only where not everything is usable: most people have nothing but usable points. */
function Split({ closing }: { closing: Statement['closing'] }) {
  const { t } = useTexts()
  const parts = PARTS.filter(name => closing[name] !== 0)
  if (parts.length === 0 || (parts.length === 1 && parts[0] === 'available')) return null
  return (
    <View>
      <View className="label">{t('month.split')}</View>
      <View className="card card--flush">
        {parts.map(name => (
          <Row
            key={name}
            title={t(`month.${name}`)}
            value={<Points value={name === 'debt' ? -closing.debt : closing[name]} />}
          />
        ))}
      </View>
    </View>
  )
}

function Growth({ growth }: { growth: Statement['growth'] }) {
  const { t } = useTexts()
  return (
    <View className="card card--flush gap-16">
      <Row
        title={t('month.growth')}
        note={t('month.growthNote', { closing: formatPoints(growth.closing) })}
        value={<Change points={growth.change} />}
      />
    </View>
  )
}

function Ending({ next }: { next: Statement['endingNext'] }) {
  const { t } = useTexts()
  if (next.length === 0) return null
  return (
    <View>
      <View className="label">{t('month.ending')}</View>
      <View className="card card--flush">
        {next.map(({ points, lastValidOn }) => (
          <Row key={lastValidOn} title={t('why.lastValid', { day: lastValidOn })} value={<Points value={points} />} />
        ))}
      </View>
    </View>
  )
}

function MonthBones() {
  return (
    <View>
      <View className="card picture-center">
        <Bone width={140} height={48} />
      </View>
      <View className="card card--flush gap-16">
        <BoneRows count={5} />
      </View>
    </View>
  )
}
