import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { useTexts } from '../language'
import { spoken } from './aria'
import { Icon } from './icon'

interface Props {
  open: boolean
  title: string
  onClose: () => void
  children: ReactNode
}

/** A panel from below, near the thumb. The page behind it stays where it was. */
export function Sheet({ open, title, onClose, children }: Props) {
  const { t } = useTexts()
  if (!open) return null
  return (
    <View className="sheet" {...spoken({ role: 'dialog', label: title })}>
      <View className="sheet__shade" onClick={onClose} catchMove />
      <View className="sheet__body">
        <View className="sheet__head">
          <View className="title grow">{title}</View>
          <View
            className="sheet__close"
            hoverClass="pressed"
            onClick={onClose}
            {...spoken({ role: 'button', label: t('close') })}
          >
            <Icon name="close" />
          </View>
        </View>
        {children}
      </View>
    </View>
  )
}
