import { formatPoints, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { useTexts } from '../language'
import { Points } from './points'

export type Card = ReplyOf<'GET /member/card'>

/** The card itself: who, how many points, and the number one can read aloud. */
export function MemberCard({ card, brand }: { card: Card; brand: string }) {
  const { t } = useTexts()
  return (
    <View className="member-card">
      <View className="member-card__mark picture--bowl">
        <View className="picture__line" />
        <View className="picture__mark" />
      </View>
      <View className="member-card__top">
        <View className="grow">
          <View className="title">{card.nickname || t('member')}</View>
          <View className="member-card__quiet">{card.phoneMasked}</View>
        </View>
        <View className="member-card__quiet">{brand}</View>
      </View>
      <View className="gap-16">
        <Points value={card.balances.available} size="large" />
        <View className="member-card__quiet">{t('card.line', { growth: formatPoints(card.balances.growth) })}</View>
      </View>
      <View className="member-card__number">{inGroups(card.memberNo)}</View>
    </View>
  )
}
