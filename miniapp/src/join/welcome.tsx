import { View } from '@tarojs/components'
import { useTexts } from '../language'
import { Button } from '../parts/button'
import { Icon } from '../parts/icon'
import { type Card, MemberCard } from '../parts/member-card'
import { goBack, goTab } from '../routes'

interface Props {
  card: Card
  brand: string
  /** Joined on this page just now, rather than long ago. */
  fresh: boolean
  /** Where the person was going when the question came up. */
  next?: string | undefined
}

/** The card itself is the reward: it comes in, and the way goes on to where the person was going. */
export function Welcome({ card, brand, fresh, next }: Props) {
  const { t } = useTexts()
  const words = next === 'table' ? 'join.toTable' : next === 'gift' ? 'join.toGift' : 'join.toCode'
  // A table and a friend's coupon wait on the page beneath.
  const onward = words === 'join.toCode' ? () => goTab('code') : goBack
  return (
    <View>
      <View className="join__welcome">
        <View className="result__mark">
          <Icon name="check" />
        </View>
        <View className="heading center">{t(fresh ? 'join.welcome' : 'join.already')}</View>
        <View className="note center gap-4">{t('join.welcomeNote')}</View>
      </View>
      <View className="join__card">
        <MemberCard card={card} brand={brand} />
      </View>
      <View className="gap-24">
        <Button label={t(words)} tall onTap={onward} />
        <Button label={t('join.toHome')} kind="plain" onTap={() => goTab('home')} />
      </View>
    </View>
  )
}
