import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'

/** A grey shape where a value will stand. Sizes are design pixels; skeletons use the final layout, so nothing jumps. */
export function Bone({ width, height, card }: { width?: number; height: number; card?: boolean }) {
  const size = { width: width ? Taro.pxTransform(width) : '100%', height: Taro.pxTransform(height), maxWidth: '100%' }
  return <View className={`bone ${card ? 'bone--card' : ''}`} style={size} aria-hidden />
}

/** Lines of a list that is still on its way. */
export function BoneRows({ count }: { count: number }) {
  return (
    <View>
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are alike and never move
        <View className="row" key={i}>
          <View className="row__text">
            <Bone width={120} height={16} />
            <View className="gap-8">
              <Bone width={180} height={12} />
            </View>
          </View>
          <Bone width={56} height={20} />
        </View>
      ))}
    </View>
  )
}
