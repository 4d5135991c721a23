import { View } from '@tarojs/components'
import type { Tier } from '../hooks/use-tier'
import { useTexts } from '../language'
import { go } from '../routes'
import { spoken } from './aria'
import { Icon } from './icon'
import { TierBadge, type TierName } from './tier-badge'

/** The tier and the one thing worth knowing about it: what keeps it, or else what the next one takes. A tap tells all. */
export function TierLine({ tier, centre }: { tier: TierName; centre: Tier | null }) {
  const { t, say } = useTexts()
  const worry = centre?.keep ?? null
  const words = worry ?? centre?.next ?? null
  const says = words ? say(words.says) : centre ? t('tier.top') : ''
  return (
    <View
      className="tier-line"
      hoverClass="pressed"
      onClick={() => go('tiers')}
      {...spoken({ role: 'button', label: `${say(tier.name)} ${says}` })}
    >
      <TierBadge tier={centre?.tier ?? tier} />
      <View className={`tier-line__says grow ${worry ? 'amber' : ''}`}>{says}</View>
      <Icon name="next" className="row__next" />
    </View>
  )
}
