import { View } from '@tarojs/components'
import { spoken } from '../../parts/aria'
import { Icon } from '../../parts/icon'
import { go } from '../../routes'
import { useTexts } from '../language'
import { clashesIn, waitingIn } from './queue'
import { useOffline } from './use-offline'

/** Always on the workbench: whether this phone could go on without a network, and how many wait. A tap shows them. */
export function OfflineBadge({ staffNo }: { staffNo: string }) {
  const { t } = useTexts()
  const { online, queue, kit } = useOffline(staffNo)
  const waiting = waitingIn(queue).length
  const clashes = clashesIn(queue).length
  const words = [
    online ? '' : t('off.badgeCut'),
    waiting > 0 ? t('off.badge', { count: waiting }) : '',
    clashes > 0 ? t('off.badgeClash', { count: clashes }) : '',
  ].filter(word => word !== '')
  const calm = words.length === 0
  const text = calm ? t(kit ? 'off.badgeReady' : 'off.noKit') : words.join(' · ')
  return (
    <View
      className={calm ? 'banner banner--offline' : 'banner banner--amber'}
      hoverClass="pressed"
      onClick={() => go('offline')}
      {...spoken({ role: 'button', label: `${text} ${t('off.open')}` })}
    >
      <Icon name="offline" className="banner__icon" />
      <View className="grow">{text}</View>
      <Icon name="next" className="row__next" />
    </View>
  )
}
