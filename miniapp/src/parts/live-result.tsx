import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { dayOf } from '../dates'
import { useNews } from '../hooks/use-news'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { nudge } from '../notices'
import { go } from '../routes'
import { serverNow } from '../server-clock'
import { AskLine } from './ask-line'
import { Button } from './button'
import type { Entry } from './entry-row'
import { Icon } from './icon'
import { Points } from './points'
import { Sheet } from './sheet'

/** Older entries are history, not news: a guest who opens the app the day after is not congratulated again. */
const FRESH_MS = 10 * 60_000
const told = new Set<string>()
let quietBefore = 0

/** A page has told its guest itself what has just happened to the points: nobody says it a second time. */
export function toldUntilNow(): void {
  quietBefore = serverNow()
}

/** Waits for what happens at the till while its page is in front, and shows it as it arrives. */
export function LiveResult({
  onEntry,
  onScan,
}: {
  onEntry?: (entry: Entry) => void
  onScan?: (storeName: string) => void
}) {
  const who = useWho()
  const [entry, setEntry] = useState<Entry | null>(null)
  const member = who.value?.member ?? null
  useNews(member ? member.version : null, news => {
    if (news.scan) onScan?.(news.scan.storeName)
    void who.reload()
    const fresh = news.entries.filter(isNews)
    for (const { entryNo } of news.entries) told.add(entryNo)
    const newest = fresh[0]
    if (!newest) return
    setEntry(newest)
    onEntry?.(newest)
    nudge()
  })
  return <ResultSheet entry={entry} onClose={() => setEntry(null)} balance={member?.balances.available ?? null} />
}

function isNews(entry: Entry): boolean {
  const at = Date.parse(entry.occurredAt)
  return !told.has(entry.entryNo) && entry.points !== 0 && at > quietBefore && serverNow() - at < FRESH_MS
}

interface SheetProps {
  entry: Entry | null
  balance: number | null
  onClose: () => void
}

function ResultSheet({ entry, balance, onClose }: SheetProps) {
  const { t, say } = useTexts()
  if (!entry) return null
  const earned = entry.points > 0
  const pending = entry.state === 'PENDING'
  return (
    <Sheet open title={earned ? t('result.earned') : t('result.changed')} onClose={onClose}>
      <View className="center">
        <View className={earned ? 'result__mark' : 'result__mark result__mark--quiet'}>
          <Icon name={earned ? 'check' : 'undo'} />
        </View>
        <Points value={entry.points} size="hero" signed from={0} tone={pending ? 'amber' : earned ? 'jade' : 'quiet'} />
        <View className="gap-8">{say(entry.sentence)}</View>
        <View className="note gap-4">{entry.storeName}</View>
        {pending && entry.availableAt && (
          <View className="chip chip--amber gap-8">{t('result.pending', { day: dayOf(entry.availableAt) })}</View>
        )}
        <View className="result__balance">
          <View className="note">{t('result.balance')}</View>
          <View className="figure title">{formatPoints(balance ?? entry.balanceAfter)}</View>
        </View>
      </View>
      <AskLine moment={earned ? 'AFTER_EARN' : null} most={1} />
      <Button label={t('result.done')} tall onTap={onClose} />
      <Button label={t('result.why')} kind="plain" onTap={() => go('entry', { entryNo: entry.entryNo })} />
    </Sheet>
  )
}
