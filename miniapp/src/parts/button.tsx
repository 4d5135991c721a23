import { type ButtonProps, Button as NativeButton } from '@tarojs/components'
import { spoken } from './aria'
import { Icon, type IconName } from './icon'

interface Props {
  label: string
  onTap?: () => void
  kind?: 'primary' | 'quiet' | 'plain'
  icon?: IconName
  /** A finger-high button for the one thing a page is for. */
  tall?: boolean
  /** Taken off while its own work runs, so that a second tap does nothing. */
  busy?: boolean
  disabled?: boolean
  /** Props of WeChat's own button, such as the one-tap phone number. */
  native?: Partial<ButtonProps>
  className?: string
  /** What a screen reader says where the label alone says too little. */
  aria?: string
}

// A browser takes the mere presence of `disabled` for a yes, so it is left out otherwise.
const OFF = { disabled: true }

export function Button(props: Props) {
  const { label, onTap, kind = 'primary', icon, tall, busy, disabled, native, className = '', aria } = props
  const off = busy || disabled
  const says = aria ? spoken({ label: aria }) : {}
  const look = `button button--${kind} ${tall ? 'button--tall' : ''} ${off ? 'button--off' : ''} ${className}`
  return (
    <NativeButton
      className={look}
      hoverClass="pressed"
      onClick={off ? undefined : onTap}
      {...says}
      {...(off ? OFF : native)}
    >
      {icon && <Icon name={icon} className="button__icon" />}
      {label}
    </NativeButton>
  )
}
