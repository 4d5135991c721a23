import { Modal, type ModalProps } from 'antd'
import type { KeyboardEvent } from 'react'

/**
 * A dialog whose Enter does what its main button does, from any field of one line. Fields that use Enter for themselves
 * keep it: lists, dates, texts of several lines, and an input method that is choosing a word.
 */
export function Dialog(props: ModalProps) {
  const { onOk, okButtonProps, confirmLoading } = props
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const { target, key, nativeEvent } = event
    if (key !== 'Enter' || nativeEvent.isComposing || event.defaultPrevented) return
    if (!(target instanceof HTMLInputElement) || target.closest('.ant-select, .ant-picker')) return
    if (/^(checkbox|radio|file|button)$/.test(target.type)) return
    if (okButtonProps?.disabled || okButtonProps?.loading || confirmLoading) return
    event.preventDefault()
    onOk?.(event as never)
  }
  return (
    <Modal
      {...props}
      modalRender={node => (
        // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the fields inside it
        <div onKeyDown={press}>{node}</div>
      )}
    />
  )
}
