import { View } from '@tarojs/components'
import { Bone } from '../parts/bone'

/** Coupons that are still on their way. */
export function TicketBones({ count }: { count: number }) {
  return (
    <View>
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are alike and never move
        <View className="card ticket" key={i}>
          <View className="ticket__face ticket__face--bone">
            <Bone width={64} height={32} />
          </View>
          <View className="ticket__text">
            <Bone width={130} height={20} />
            <View className="gap-8">
              <Bone width={90} height={14} />
            </View>
            <View className="gap-8">
              <Bone width={110} height={14} />
            </View>
          </View>
        </View>
      ))}
    </View>
  )
}
