import { View } from '@tarojs/components'

export type PictureName = 'bowl' | 'broken' | 'mail' | 'receipt' | 'shelf' | 'store' | 'table' | 'ticket'

/** A drawing in two colours for empty and finished pages. */
export function Picture({ name }: { name: PictureName }) {
  return (
    <View className={`picture picture--${name}`} aria-hidden>
      <View className="picture__line" />
      <View className="picture__mark" />
    </View>
  )
}
