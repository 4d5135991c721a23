import type { ReplyOf } from '@huitou/shared/client'
import { Text, View } from '@tarojs/components'
import { ageOf, stampOf } from '../dates'
import { useTexts } from '../language'
import { go } from '../routes'
import { serverNow } from '../server-clock'
import type { IconName } from './icon'
import { Points } from './points'
import { Row } from './row'

export type Entry = ReplyOf<'GET /member/entries'>['items'][number]

const icons: Record<Entry['type'], IconName> = {
  EARN: 'bowl',
  REDEEM: 'gift',
  EXPIRE: 'clock',
  REFUND: 'undo',
  REVERSE: 'undo',
  ADJUST: 'statement',
  TRANSFER: 'leave',
  DONATE: 'leave',
}

/** One line of the statement: what, where, when and how much. A tap tells why. */
export function EntryRow({ entry }: { entry: Entry }) {
  const { t, say } = useTexts()
  const when = useWhen(entry.occurredAt)
  return (
    <Row
      icon={icons[entry.type]}
      title={say(entry.title)}
      note={
        <View>
          <Where store={entry.storeName} when={when} />
          {entry.state === 'PENDING' && <View className="chip chip--amber">{t('entry.pending')}</View>}
        </View>
      }
      value={
        <Points
          value={entry.points}
          signed
          tone={entry.points > 0 ? (entry.state === 'PENDING' ? 'amber' : 'jade') : 'quiet'}
        />
      }
      onTap={() => go('entry', { entryNo: entry.entryNo })}
    />
  )
}

/** The store, if there was one, and the time: each stays whole where the line is too short for both. */
export function Where({ store, when }: { store: string | null; when: string }) {
  return (
    <>
      {store && <Text className="whole">{store}</Text>}
      <Text className="whole">{when}</Text>
    </>
  )
}

/** "3 分钟前" under a day, the date after that. */
export function useWhen(at: string): string {
  const { t } = useTexts()
  const age = ageOf(at, serverNow())
  if (age.unit === 'DATE') return stampOf(at)
  if (age.unit === 'NOW') return t('ago.now')
  return t(age.unit === 'MINUTES' ? 'ago.minutes' : 'ago.hours', { count: age.count })
}
