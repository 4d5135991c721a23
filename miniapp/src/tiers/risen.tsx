import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { Tier } from '../hooks/use-tier'
import { useTexts } from '../language'
import { AskLine } from '../parts/ask-line'
import { Icon } from '../parts/icon'
import { serverNow } from '../server-clock'
import { keep, recall } from '../storage'
import type { Change } from './runs'

/** An older rise is history: whoever opens the page in spring is not congratulated on the autumn. */
const FRESH_MS = 30 * 24 * 3_600_000
const TOLD = 'tier-told'

/** Congratulates on a rise once: on the visit that shows it first. Give it the newest change as its key. */
export function Risen({ tier }: { tier: Tier }) {
  const { t, say, language } = useTexts()
  const [newest] = tier.changes
  const [shown] = useState(() => newest !== undefined && isNews(newest))
  useEffect(() => {
    if (shown && newest) keep(TOLD, newest.at)
  }, [shown, newest])
  if (!shown) return null
  const [below, own] = [tier.tier.level - 1, tier.tier.level].map(level =>
    tier.ladder.find(rung => rung.level === level),
  )
  const added = own?.rights.filter(({ code }) => !below?.rights.some(right => right.code === code)) ?? []
  const names = added.map(({ name }) => say(name)).join(language === 'zh' ? '、' : ', ')
  return (
    <View className="card tier-risen appear">
      <Icon name="gift" className="row__icon" />
      <View className="grow">
        <View className="title">{t('tier.risen', { tier: say(tier.tier.name) })}</View>
        {names !== '' && <View className="note">{t('tier.newRights', { rights: names })}</View>}
        <AskLine moment="TIER_PAGE" most={2} />
      </View>
    </View>
  )
}

function isNews({ at, reason }: Change): boolean {
  const rose = reason === 'ROSE' || reason === 'LADDER'
  return rose && recall<string>(TOLD) !== at && serverNow() - Date.parse(at) < FRESH_MS
}
