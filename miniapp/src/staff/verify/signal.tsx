import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { spoken } from '../../parts/aria'
import { Icon, type IconName } from '../../parts/icon'

export type Tone = 'done' | 'failed' | 'waiting' | 'accepted'

const ICONS: Record<Tone, IconName> = { done: 'check', failed: 'close', waiting: 'clock', accepted: 'offline' }

/** One colour over the whole screen: read at arm's length, in noise, by two people. */
export function Signal({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <View className={`signal signal--${tone}`} {...spoken({ role: 'alert' })}>
      <View className="signal__mark">
        <Icon name={ICONS[tone]} />
      </View>
      {children}
    </View>
  )
}
