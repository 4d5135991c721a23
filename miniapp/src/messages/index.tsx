import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { timeOf } from '../dates'
import { type Inbox, inboxKey, type Message, readInbox } from '../hooks/use-inbox'
import { usePages } from '../hooks/use-pages'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Bone } from '../parts/bone'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab, wayTo } from '../routes'
import { serverNow } from '../server-clock'
import { byDay } from './days'
import './messages.scss'
import { useReading } from './use-reading'

/** Everything the member was told, in full: what was pushed to WeChat, and what could not be. */
export default function MessagesPage() {
  const { t } = useTexts()
  const who = useWho()
  const member = who.value?.member
  if (member) return <Messages memberNo={member.memberNo} />
  return (
    <Screen title={t('inbox.title')}>
      {who.value && (
        <Empty
          picture="mail"
          title={t('inbox.none')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
      {!who.value && who.error && <ErrorNote error={who.error} onRetry={() => void who.reload()} busy={who.busy} />}
      {!who.value && !who.error && <InboxBones />}
    </Screen>
  )
}

function Messages({ memberNo }: { memberNo: string }) {
  const { t } = useTexts()
  const list = usePages<Inbox>(inboxKey(memberNo), readInbox, { lasting: true })
  const zone = useProgramme().value?.timeZone
  const messages = list.pages.flatMap(page => page.items)
  const isFresh = useReading(memberNo, messages)
  useReachBottom(list.more)
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  return (
    <Screen title={t('inbox.title')} shows={[list.first]}>
      <View className="card card--flush">
        <Row icon="bell" title={t('reminders.title')} note={t('inbox.remindersNote')} onTap={() => go('reminders')} />
      </View>
      {byDay(messages, serverNow(), zone).map(({ day, near, items }) => (
        <View key={day}>
          <View className="label figure">{near ? t(`inbox.${near}`) : day}</View>
          {items.map(message => (
            <MessageCard key={message.id} message={message} fresh={isFresh(message)} zone={zone} />
          ))}
        </View>
      ))}
      {!list.first.value && !list.error && <InboxBones />}
      {list.first.value && messages.length === 0 && (
        <Empty
          picture="mail"
          title={t('inbox.none')}
          note={t('inbox.noneNote')}
          action={{ label: t('home.code'), onTap: () => goTab('code') }}
        />
      )}
      {list.error && (
        <ErrorNote
          title={messages.length > 0 ? '' : t('inbox.failed')}
          error={list.error}
          kept={t('inbox.kept')}
          onRetry={list.retry}
          busy={list.busy}
        />
      )}
      {messages.length > 0 && !list.error && (
        <View className="tiny center gap-8">{t(list.ended ? 'inbox.end' : 'statement.more')}</View>
      )}
    </Screen>
  )
}

interface CardProps {
  message: Message
  fresh: boolean
  zone: string | undefined
}

function MessageCard({ message, fresh, zone }: CardProps) {
  const { t, say } = useTexts()
  const way = wayTo(message.page)
  const title = say(message.title)
  const tappable = way ? spoken({ role: 'button', label: `${title} ${say(message.body)}` }) : {}
  const pushed = pushedOf(message)
  return (
    <View className="card message" hoverClass={way ? 'pressed' : 'none'} onClick={way ?? undefined} {...tappable}>
      <View className="message__head">
        {fresh && <View className="dot message__dot" {...spoken({ role: 'img', label: t('inbox.new') })} />}
        <View className="title grow">{title}</View>
        {way && <Icon name="next" className="row__next" />}
      </View>
      <View className="gap-4">{say(message.body)}</View>
      <View className="note gap-4 figure">
        {timeOf(message.at, zone)}
        {pushed && ` · ${t(pushed)}`}
      </View>
    </View>
  )
}

/** Whether WeChat rang: what it did not bring is no less true, and stands here. */
function pushedOf({ pushed }: Message): 'inbox.pushed' | 'inbox.notPushed' | null {
  if (pushed?.channel !== 'SUBSCRIBE') return null
  if (pushed.state === 'SENT' || pushed.state === 'DELIVERED') return 'inbox.pushed'
  return pushed.state === 'FAILED' || pushed.state === 'DEAD' ? 'inbox.notPushed' : null
}

function InboxBones() {
  return (
    <View>
      {['a', 'b', 'c'].map(name => (
        <View className="card" key={name}>
          <Bone width={150} height={20} />
          <View className="gap-8">
            <Bone height={40} />
          </View>
          <View className="gap-8">
            <Bone width={60} height={14} />
          </View>
        </View>
      ))}
    </View>
  )
}
