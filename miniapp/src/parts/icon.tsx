import { Text } from '@tarojs/components'

/** Names of the drawings in icons.scss. */
export type IconName =
  | 'alert'
  | 'back'
  | 'badge'
  | 'bell'
  | 'bowl'
  | 'check'
  | 'clock'
  | 'close'
  | 'code'
  | 'copy'
  | 'enlarge'
  | 'gift'
  | 'globe'
  | 'help'
  | 'leave'
  | 'lock'
  | 'next'
  | 'offline'
  | 'person'
  | 'phone'
  | 'pin'
  | 'receipt'
  | 'refresh'
  | 'rise'
  | 'rotate'
  | 'scan'
  | 'send'
  | 'shield'
  | 'statement'
  | 'store'
  | 'table'
  | 'text-size'
  | 'ticket'
  | 'undo'

/** A drawing in the colour of the text around it. It only repeats words beside it, so a screen reader skips it. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return <Text className={`icon icon--${name} ${className}`} aria-hidden />
}
