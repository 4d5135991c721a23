import { View } from '@tarojs/components'
import { useState } from 'react'
import type { Tier } from '../hooks/use-tier'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Row } from '../parts/row'
import { TierBadge } from '../parts/tier-badge'

type Rung = Tier['ladder'][number]
type Right = Rung['rights'][number]

/** The whole ladder, rung by rung: what each asks for and what it gives. Opens at one's own. */
export function Rungs({ tier }: { tier: Tier }) {
  const { t, say } = useTexts()
  const [chosen, choose] = useState(tier.tier.code)
  const shown = tier.ladder.find(rung => rung.code === chosen) ?? tier.ladder[0]
  if (!shown) return null
  return (
    <View>
      <View className="label">{t('tier.ladder')}</View>
      <View className="filters">
        {tier.ladder.map(rung => (
          <View
            key={rung.code}
            className={`filter ${rung.code === shown.code ? 'filter--on' : ''}`}
            onClick={() => choose(rung.code)}
            {...spoken({ role: 'radio', checked: rung.code === shown.code })}
          >
            {say(rung.name)}
          </View>
        ))}
      </View>
      <View className="card gap-8">
        <View className="line">
          <TierBadge tier={shown} />
          <View className="tier-rung__asks grow">{say(shown.asks)}</View>
        </View>
        {shown.rights.map(right => (
          <RightRow key={right.code} right={right} locked={shown.level > tier.tier.level} />
        ))}
        {shown.rights.length === 0 && <View className="note gap-8">{t('tier.noRights')}</View>}
      </View>
    </View>
  )
}

function RightRow({ right, locked }: { right: Right; locked: boolean }) {
  const { t, say } = useTexts()
  const { used, uses, mine } = right
  const state = locked
    ? t('tier.locked')
    : uses === null
      ? t('tier.unlimited')
      : t('tier.left', { left: uses - used, uses })
  return (
    <Row
      icon={locked ? 'lock' : 'gift'}
      title={say(right.name)}
      value={<View className={mine ? 'tier-rung__mine' : ''}>{mine || locked ? state : t('tier.included')}</View>}
    />
  )
}
