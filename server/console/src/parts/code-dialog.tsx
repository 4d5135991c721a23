import { Modal, QRCode } from 'antd'
import type { ReactNode } from 'react'
import { usePreferences } from '../preferences'
import { qrInk, qrPaper } from '../theme'
import { CopyText } from './copy-text'

interface CodeDialogProps {
  open: boolean
  title: string
  url: string
  note: ReactNode
  onClose: () => void
}

/** A link as a code to scan and as text to copy. */
export function CodeDialog({ open, title, url, note, onClose }: CodeDialogProps) {
  return (
    <Modal open={open} title={title} onCancel={onClose} footer={null} width={380} destroyOnHidden>
      <LinkCode url={url} />
      <p className="page-note centred">{note}</p>
    </Modal>
  )
}

/** The code itself, always dark on light so that every scanner reads it. */
export function LinkCode({ url }: { url: string }) {
  const { say } = usePreferences()
  if (!url) return null
  return (
    <div className="link-code">
      <QRCode
        type="svg"
        value={url}
        size={220}
        color={qrInk}
        bgColor={qrPaper}
        bordered={false}
        marginSize={2}
        aria-label={say('code.label')}
      />
      <CopyText text={url} />
    </div>
  )
}
