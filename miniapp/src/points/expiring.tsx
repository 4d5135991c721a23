import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { call } from '../call'
import { monthOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { AskLine } from '../parts/ask-line'
import { Bone, BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Points } from '../parts/points'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import { serverNow } from '../server-clock'
import { daysUntil, type End, endsOf } from './ends'
import './points.scss'

/** What ends on which day, and one tap to be reminded of it. */
export default function ExpiringPage() {
  const { t } = useTexts()
  const who = useWho()
  const zone = useProgramme().value?.timeZone
  const memberNo = who.value?.member?.memberNo
  const month = monthOf(serverNow(), zone)
  const read = () => call('GET /member/statements/:month', { params: { month } })
  const statement = useLoad(memberNo ? `month:${memberNo}:${month}` : null, read)
  usePullDownRefresh(() => void statement.reload().then(() => Taro.stopPullDownRefresh()))
  const error = statement.error ?? (who.value ? null : who.error)
  const guest = who.value !== null && !memberNo
  return (
    <Screen title={t('expiring.title')} shows={[statement]}>
      {guest && (
        <Empty
          picture="receipt"
          title={t('statement.guest')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
      {statement.value && <Ends ends={statement.value.endingNext} zone={zone} />}
      {error && (
        <ErrorNote
          title={statement.value ? '' : t('expiring.failed')}
          error={error}
          onRetry={() => void (who.value ? statement.reload() : who.reload())}
          busy={statement.busy || who.busy}
        />
      )}
      {!guest && !statement.value && !error && <ExpiringBones />}
    </Screen>
  )
}

function Ends({ ends, zone }: { ends: End[]; zone: string | undefined }) {
  const { t } = useTexts()
  const { soon, later } = endsOf(ends, serverNow(), zone)
  return (
    <View className="appear">
      {soon.length === 0 ? (
        <Empty picture="bowl" title={t('expiring.none')} note={t('expiring.noneNote')} />
      ) : (
        <View className="card center">
          <View className="note">{t('expiring.sum')}</View>
          <Points value={soon.reduce((sum, { points }) => sum + points, 0)} size="hero" tone="amber" />
          <View className="note gap-8">{t('expiring.order')}</View>
        </View>
      )}
      <AskLine moment="POINTS_PAGE" most={1} />
      <EndRows ends={soon} zone={zone} />
      {later.length > 0 && <View className="label">{t('expiring.later')}</View>}
      <EndRows ends={later} zone={zone} />
      {soon.length > 0 && (
        <View className="gap-16">
          <Button label={t('expiring.use')} tall onTap={() => goTab('mall')} />
        </View>
      )}
    </View>
  )
}

function EndRows({ ends, zone }: { ends: End[]; zone: string | undefined }) {
  const { t } = useTexts()
  if (ends.length === 0) return null
  const noteOf = (lastValidOn: string) => {
    const days = daysUntil(lastValidOn, serverNow(), zone)
    return days <= 0 ? t('expiring.today') : t('expiring.days', { count: days })
  }
  return (
    <View className="card card--flush">
      {ends.map(({ points, lastValidOn }) => (
        <Row
          key={lastValidOn}
          icon="clock"
          title={t('why.lastValid', { day: lastValidOn })}
          note={noteOf(lastValidOn)}
          value={<Points value={points} />}
        />
      ))}
    </View>
  )
}

function ExpiringBones() {
  return (
    <View>
      <View className="card picture-center">
        <Bone width={140} height={48} />
      </View>
      <View className="card card--flush">
        <BoneRows count={3} />
      </View>
    </View>
  )
}
