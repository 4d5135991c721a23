import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { useReachBottom } from '@tarojs/taro'
import { call } from '../call'
import { usePages } from '../hooks/use-pages'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { BoneRows } from '../parts/bone'
import { Empty } from '../parts/empty'
import { type Entry, useWhen } from '../parts/entry-row'
import { ErrorNote } from '../parts/error-note'
import { Points } from '../parts/points'
import { Screen } from '../parts/screen'
import { go } from '../routes'

type EntryPage = ReplyOf<'GET /member/entries'>

/** Every change of the points in full sentences: what was, or could not be, pushed to the phone is always here. */
export default function MessagesPage() {
  const { t } = useTexts()
  const who = useWho()
  const member = who.value?.member
  return (
    <Screen title={t('me.messages')}>
      <View className="banner banner--offline">{t('messages.note')}</View>
      {member && <Messages memberNo={member.memberNo} />}
      {!who.value && who.error && <ErrorNote error={who.error} onRetry={() => void who.reload()} busy={who.busy} />}
      {!who.value && !who.error && (
        <View className="card card--flush">
          <BoneRows count={4} />
        </View>
      )}
      {who.value && !member && (
        <Empty
          picture="receipt"
          title={t('messages.none')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
    </Screen>
  )
}

function Messages({ memberNo }: { memberNo: string }) {
  const { t } = useTexts()
  const list = usePages<EntryPage>(`messages:${memberNo}`, cursor =>
    call('GET /member/entries', { query: { limit: 15, ...(cursor ? { cursor } : {}) } }),
  )
  useReachBottom(list.more)
  const entries = list.pages.flatMap(page => page.items)
  return (
    <View>
      {!list.first.value && !list.error && (
        <View className="card card--flush">
          <BoneRows count={4} />
        </View>
      )}
      {list.first.value && entries.length === 0 && (
        <Empty picture="receipt" title={t('messages.none')} note={t('messages.noneNote')} />
      )}
      {entries.map(entry => (
        <Message key={entry.entryNo} entry={entry} />
      ))}
      {list.error && <ErrorNote error={list.error} onRetry={list.retry} busy={list.busy} />}
    </View>
  )
}

function Message({ entry }: { entry: Entry }) {
  const { say } = useTexts()
  const when = useWhen(entry.occurredAt)
  return (
    <View className="card" hoverClass="pressed" onClick={() => go('entry', { entryNo: entry.entryNo })}>
      <View className="line line--between">
        <View className="title">{say(entry.title)}</View>
        <Points value={entry.points} signed tone={entry.points > 0 ? 'jade' : 'quiet'} />
      </View>
      <View className="gap-4">{say(entry.sentence)}</View>
      <View className="note gap-4">{entry.storeName ? `${entry.storeName} · ${when}` : when}</View>
    </View>
  )
}
