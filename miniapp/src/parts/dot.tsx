import { View } from '@tarojs/components'
import { spoken } from './aria'

/** The red dot: something new waits here for this person. Its words are for who cannot see it. */
export function Dot({ label }: { label: string }) {
  return <View className="dot dot--after" {...spoken({ role: 'img', label })} />
}
