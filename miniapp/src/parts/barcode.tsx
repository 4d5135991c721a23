import { code128 } from './code-128'
import { CodeCanvas } from './code-canvas'
import { DARK, LIGHT } from './code-canvas.types'

/** Light modules a till scanner needs on either side. */
const QUIET = 10

/** The digits as Code 128, in whole device pixels per module. */
export function Barcode({ digits, label, className }: { digits: string; label: string; className: string }) {
  return (
    <CodeCanvas
      className={className}
      label={label}
      content={digits}
      draw={(brush, width, height) => {
        const modules = code128(digits)
        const size = Math.max(1, Math.floor(width / (modules.length + 2 * QUIET)))
        const left = Math.floor((width - size * modules.length) / 2)
        brush.fillStyle = LIGHT
        brush.fillRect(0, 0, width, height)
        brush.fillStyle = DARK
        modules.forEach((dark, i) => {
          if (dark) brush.fillRect(left + i * size, 0, size, height)
        })
      }}
    />
  )
}
