import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import type { Tier } from '../hooks/use-tier'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { toneOf } from '../parts/tier-badge'

/** Where one stands, how far the next rung is, and what counts towards it. */
export function StandingCard({ tier }: { tier: Tier }) {
  const { t, say } = useTexts()
  const { next, progressPercent, qualifying } = tier
  const words = next ? say(next.says) : t('tier.top')
  return (
    <View>
      <View className={`tier-card tier--${toneOf(tier.tier.level)}`}>
        <View className="line line--between">
          <View className="tier-card__name">{say(tier.tier.name)}</View>
          <View className="tier-card__review figure">{t('tier.review', { day: tier.reviewOn })}</View>
        </View>
        <View className="tier-card__says">{words}</View>
        <View
          className="tier-card__track"
          {...spoken({ role: 'img', label: t('tier.progress', { percent: progressPercent }) })}
        >
          <View className="tier-card__bar" style={{ width: `${progressPercent}%` }} />
        </View>
        <View className="line line--between gap-8">
          <View className="tier-card__foot">{say(tier.tier.name)}</View>
          <View className="tier-card__foot">{next ? say(next.to.name) : ''}</View>
        </View>
      </View>
      <View className="label">{t('tier.counts')}</View>
      <View className="tier-sums card">
        <Sum label={t('tier.growth')} value={formatPoints(qualifying.growth)} />
        <Sum label={t('tier.spend')} value={formatYuan(qualifying.spendFen).replace(/\.\d\d$/, '')} />
        <Sum label={t('tier.visits')} value={formatPoints(qualifying.visits)} />
        <Sum label={t('tier.used')} value={formatPoints(qualifying.pointsUsed)} />
      </View>
    </View>
  )
}

function Sum({ label, value }: { label: string; value: string }) {
  return (
    <View className="tier-sums__one">
      <View className="tiny">{label}</View>
      <View className="figure strong">{value}</View>
    </View>
  )
}
