import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { call } from '../call'
import { counted, type Reminders } from '../grant-count'
import { unsent } from '../grants'
import { useLoad } from '../hooks/use-load'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { AskLine } from '../parts/ask-line'
import { Bone, BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Screen } from '../parts/screen'
import { go } from '../routes'
import { useStore } from '../store'
import { Choices } from './choices'
import { Grid } from './grid'
import './messages.scss'

/** How often WeChat still lets us remind, of what, and what one does not want to hear of at all. */
export default function RemindersPage() {
  const { t } = useTexts()
  const who = useWho()
  const memberNo = who.value?.member?.memberNo ?? null
  const known = useLoad(memberNo && `reminders:${memberNo}`, () => call('GET /member/reminders'), { lasting: true })
  const waiting = useStore(unsent)
  usePullDownRefresh(() => void known.reload().then(() => Taro.stopPullDownRefresh()))
  // A tap counts at once, also where the network went right after it.
  const reminders = known.value && waiting.reduce<Reminders>((all, { answers }) => counted(all, answers), known.value)
  const error = known.error ?? (who.value ? null : who.error)
  return (
    <Screen title={t('reminders.title')} shows={[known]}>
      {who.value && !memberNo && (
        <Empty
          picture="mail"
          title={t('reminders.guest')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
      {reminders && memberNo && (
        <View className="appear">
          <AskLine moment="MESSAGES_PAGE" most={3} />
          <Grid reminders={reminders} waiting={waiting.length > 0} />
          <View className="card">
            <View className="title">{t('reminders.whyTitle')}</View>
            <View className="note gap-4">{t('reminders.why')}</View>
          </View>
          <Choices memberNo={memberNo} reminders={reminders} />
        </View>
      )}
      {!reminders && error && (
        <ErrorNote
          title={t('reminders.failed')}
          error={error}
          kept={t('reminders.kept')}
          onRetry={() => void (who.value ? known.reload() : who.reload())}
          busy={known.busy}
        />
      )}
      {!reminders && !error && (who.value === null || memberNo) && <RemindersBones />}
    </Screen>
  )
}

function RemindersBones() {
  return (
    <View>
      <View className="grid">
        {['a', 'b', 'c', 'd'].map(name => (
          <View className="card grid__cell" key={name}>
            <Bone width={100} height={18} />
            <View className="gap-8">
              <Bone width={80} height={28} />
            </View>
            <View className="gap-8">
              <Bone height={44} />
            </View>
          </View>
        ))}
      </View>
      <View className="card card--flush">
        <BoneRows count={4} />
      </View>
    </View>
  )
}
