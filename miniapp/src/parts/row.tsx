import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { spoken } from './aria'
import { Icon, type IconName } from './icon'

interface Props {
  title: ReactNode
  note?: ReactNode
  icon?: IconName
  value?: ReactNode
  onTap?: () => void
  /** What a screen reader says instead of the words on the row. */
  label?: string
}

/** One line of a list. With `onTap` the whole line is the target, and an arrow says so. */
export function Row({ title, note, icon, value, onTap, label }: Props) {
  const tappable = onTap ? spoken({ role: 'button', ...(label ? { label } : {}) }) : {}
  return (
    <View className="row" onClick={onTap} hoverClass={onTap ? 'pressed' : 'none'} {...tappable}>
      {icon && <Icon name={icon} className="row__icon" />}
      <View className="row__text">
        <View>{title}</View>
        {note && <View className="row__note">{note}</View>}
      </View>
      {value !== undefined && <View className="row__value">{value}</View>}
      {onTap && <Icon name="next" className="row__next" />}
    </View>
  )
}
