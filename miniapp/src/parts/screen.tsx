import { View } from '@tarojs/components'
import Taro, { useDidShow } from '@tarojs/taro'
import { type ReactNode, useEffect } from 'react'
import { timeOf } from '../dates'
import type { Loaded } from '../hooks/use-load'
import { useTexts } from '../language'
import { network } from '../network'
import { preferences, textScaleOf } from '../preferences'
import { useStore } from '../store'
import { nameTabs } from '../tab-names'
import { spoken } from './aria'
import { Icon } from './icon'

interface Props {
  title: string
  children: ReactNode
  /** What the page shows: when the network is gone the reader is told of what time it is. */
  shows?: Loaded<unknown>[]
  className?: string
}

/** The frame of every page: title, text size, and the word about old data. */
export function Screen({ title, children, shows = [], className = '' }: Props) {
  const { textSize, language } = useStore(preferences)
  const paint = () => void Taro.setNavigationBarTitle({ title }).catch(() => undefined)
  useDidShow(() => {
    paint()
    nameTabs(language)
  })
  useEffect(paint, [title])
  useEffect(() => nameTabs(language), [language])
  return (
    <View className={`screen screen--s${textScaleOf(textSize)} ${className}`}>
      <OfflineBanner shows={shows} />
      {children}
    </View>
  )
}

function OfflineBanner({ shows }: { shows: Loaded<unknown>[] }) {
  const { t } = useTexts()
  // The phone itself knows that it has no network, seconds before the first request has given up.
  const cut = !useStore(network)
  const stale = shows.find(({ error, value }) => (cut || error?.offline) && value !== null)
  if (!stale?.at) return null
  return (
    <View className="banner banner--offline" {...spoken({ role: 'status' })}>
      <Icon name="offline" className="banner__icon" />
      <View className="grow">{t('offline.banner', { time: timeOf(stale.at) })}</View>
    </View>
  )
}
