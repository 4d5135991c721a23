import qrcode from 'qrcode-generator'
import { CodeCanvas } from './code-canvas'
import { DARK, LIGHT } from './code-canvas.types'

/** Light modules a reader needs around the code (ISO/IEC 18004). */
const QUIET = 4

/** A QR code in black on white, in whole device pixels per module: a scaled edge is what scanners trip over. */
export function QrCode({ text, label, className }: { text: string; label: string; className: string }) {
  return (
    <CodeCanvas
      className={className}
      label={label}
      content={text}
      draw={(brush, width, height) => {
        const code = qrcode(0, 'M')
        code.addData(text)
        code.make()
        const count = code.getModuleCount()
        const size = Math.max(1, Math.floor(Math.min(width, height) / (count + 2 * QUIET)))
        const left = Math.floor((width - size * count) / 2)
        const top = Math.floor((height - size * count) / 2)
        brush.fillStyle = LIGHT
        brush.fillRect(0, 0, width, height)
        brush.fillStyle = DARK
        for (let y = 0; y < count; y++) {
          for (let x = 0; x < count; x++) {
            if (code.isDark(y, x)) brush.fillRect(left + x * size, top + y * size, size, size)
          }
        }
      }}
    />
  )
}
