import { Image, View } from '@tarojs/components'
import { dayOf, stampOf } from '../../dates'
import { useProgramme } from '../../hooks/use-who'
import { Icon } from '../../parts/icon'
import { pictureUrl } from '../../parts/reward-picture'
import { useTexts } from '../language'
import type { Check } from '../verify-client'

/** What the guest shows: the thing itself, what it is worth, and whose it is. */
export function ItemCard({ check }: { check: Check }) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  const { kind, image, owner } = check
  return (
    <View className="card line item">
      <View className="item__picture">
        {image ? (
          <Image className="item__image" src={`${pictureUrl(image)}-small`} mode="aspectFill" aria-hidden />
        ) : (
          <Icon name={kind === 'COUPON' ? 'ticket' : 'gift'} />
        )}
      </View>
      <View className="grow">
        <View className="tiny">{t(`kind.${kind}`)}</View>
        <View className="title">{say(check.name)}</View>
        {kind === 'COUPON' && <View className="item__value">{say(check.valueLine)}</View>}
        {say(check.condition) !== '' && <View className="note">{say(check.condition)}</View>}
        <View className="note figure">
          {owner.memberNo === ''
            ? t('off.codeUntil', { time: stampOf(check.expiresAt, zone) })
            : t('member.until', { day: dayOf(Date.parse(check.expiresAt) - 1, zone) })}
        </View>
        {owner.memberNo !== '' && (
          <View className="note">
            {t('verify.owner', { name: owner.nickname || t('member'), phone: owner.phoneMasked })}
          </View>
        )}
        {check.uses > 1 && (
          <View className="note figure">{t('verify.left', { left: check.left, uses: check.uses })}</View>
        )}
      </View>
    </View>
  )
}
