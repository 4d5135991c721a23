import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { dayOf } from '../../dates'
import type { Loaded } from '../../hooks/use-load'
import type { RewardCard, Rewards } from '../../hooks/use-rewards'
import { useTexts } from '../../language'
import { spoken } from '../../parts/aria'
import { Bone } from '../../parts/bone'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { RewardMark } from '../../parts/reward-picture'
import { usePriceText } from '../../parts/reward-price'
import { go } from '../../routes'

const SEGMENTS = ['ALL', 'CAN', 'NEAR'] as const
type Segment = (typeof SEGMENTS)[number]
const belongs: Record<Segment, (card: RewardCard) => boolean> = {
  ALL: () => true,
  CAN: card => card.reach === 'CAN' && card.bar === null,
  NEAR: card => card.reach === 'NEAR',
}

/** What can be had, what is almost within reach, and everything else; each section with its own trouble. */
export function RewardShelf({ rewards }: { rewards: Loaded<Rewards> }) {
  const { t } = useTexts()
  const [segment, setSegment] = useState<Segment>('ALL')
  const [category, setCategory] = useState<RewardCard['category'] | null>(null)
  const { value, error } = rewards
  if (!value) {
    if (!error) return <ShelfBones />
    return (
      <ErrorNote
        title={t('reward.failed')}
        error={error}
        kept={t('reward.kept')}
        onRetry={() => void rewards.reload()}
        busy={rewards.busy}
      />
    )
  }
  if (value.items.length === 0) {
    return (
      <View className="card gap-8">
        <Empty picture="shelf" title={t('mall.empty')} note={t('mall.emptyNote')} />
      </View>
    )
  }
  const inSegment = value.items.filter(belongs[segment])
  const chosen = inSegment.filter(card => !category || card.category === category)
  const none = chosen.length === 0
  return (
    <View className="gap-8">
      <Choices value={value} segment={segment} category={category} onSegment={setSegment} onCategory={setCategory} />
      {none && <Nothing segment={segment} onAll={() => [setSegment('ALL'), setCategory(null)]} />}
      {none && value.nearest && (
        <View>
          <View className="label">{t('reward.nearest')}</View>
          <RewardTile card={value.nearest} />
        </View>
      )}
      {chosen.map(card => (
        <RewardTile key={card.code} card={card} />
      ))}
    </View>
  )
}

interface ChoicesProps {
  value: Rewards
  segment: Segment
  category: RewardCard['category'] | null
  onSegment: (segment: Segment) => void
  onCategory: (category: RewardCard['category'] | null) => void
}

/** Segments for whoever has points, and chips of the kinds there are. A second tap takes a chip back. */
function Choices({ value, segment, category, onSegment, onCategory }: ChoicesProps) {
  const { t } = useTexts()
  return (
    <View>
      {value.available !== null && (
        <View className="filters">
          {SEGMENTS.map(one => (
            <Choice key={one} on={one === segment} label={t(`reward.${one}`)} onTap={() => onSegment(one)} />
          ))}
        </View>
      )}
      {value.categories.length > 1 && (
        <View className="filters">
          {value.categories.map(one => (
            <Choice
              key={one}
              on={one === category}
              label={t(`reward.category.${one}`)}
              onTap={() => onCategory(one === category ? null : one)}
            />
          ))}
        </View>
      )}
    </View>
  )
}

function Choice({ on, label, onTap }: { on: boolean; label: string; onTap: () => void }) {
  return (
    <View className={`filter ${on ? 'filter--on' : ''}`} onClick={onTap} {...spoken({ role: 'radio', checked: on })}>
      {label}
    </View>
  )
}

function Nothing({ segment, onAll }: { segment: Segment; onAll: () => void }) {
  const { t } = useTexts()
  return (
    <Empty
      picture="shelf"
      title={t(segment === 'NEAR' ? 'reward.none.NEAR' : 'reward.none.CAN')}
      note={t('reward.noneNote')}
      action={{ label: t('reward.ALL'), onTap: onAll }}
    />
  )
}

function RewardTile({ card }: { card: RewardCard }) {
  const { say } = useTexts()
  const price = usePriceText()
  const [word, tone] = useWord(card)
  const dull = card.bar !== null
  return (
    <View
      className={`card reward ${dull ? 'reward--dull' : ''}`}
      hoverClass="pressed"
      onClick={() => go('reward', { code: card.code })}
      {...spoken({ role: 'button', label: `${say(card.name)} ${price(card.price)} ${word}` })}
    >
      <RewardMark name={card.name.zh} kind={card.kind} image={card.image} />
      <View className="grow">
        <View className="title">{say(card.name)}</View>
        <Price card={card} />
        <View className="reward__foot">{word && <View className={`tiny ${tone}`}>{word}</View>}</View>
      </View>
    </View>
  )
}

function Price({ card }: { card: RewardCard }) {
  const { t } = useTexts()
  const price = usePriceText()
  const cheaper = card.price.points !== card.usual.points || card.price.cashFen !== card.usual.cashFen
  return (
    <View className="reward__price">
      <View className="figure strong brand-ink">{price(card.price)}</View>
      {cheaper && <View className="tiny">{t('reward.usual', { price: price(card.usual) })}</View>}
      {!cheaper && card.worthFen !== null && (
        <View className="tiny">{t('reward.worth', { yuan: formatYuan(card.worthFen) })}</View>
      )}
    </View>
  )
}

/** The one line below a price: what stands in the way, what is missing, or how many are left. */
function useWord(card: RewardCard): [word: string, tone: string] {
  const { t, say } = useTexts()
  const { bar, short, visits } = card
  if (bar === 'NOT_YET' && card.from) return [t('reward.bar.NOT_YET', { day: dayOf(card.from) }), 'amber']
  if (bar === 'TIER') return [t('reward.bar.TIER', { tier: card.tier ? say(card.tier) : '' }), 'gold']
  if (bar) return [t(`reward.bar.${bar}`), 'quiet']
  if (short > 0) {
    const points = formatPoints(short)
    return [visits === null ? t('reward.short', { points }) : t('reward.shortVisits', { points, visits }), 'quiet']
  }
  if (card.left <= 20) return [t('reward.left', { count: card.left }), 'amber']
  return card.until ? [t('reward.until', { day: dayOf(Date.parse(card.until) - 1) }), 'amber'] : ['', '']
}

function ShelfBones() {
  return (
    <View className="gap-8">
      {[0, 1, 2, 3].map(n => (
        <View key={n} className="gap-8">
          <Bone height={96} card />
        </View>
      ))}
    </View>
  )
}
