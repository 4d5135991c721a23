import { PNG } from 'pngjs'
import qrcode from 'qrcode'

const quietCells = 4

/**
 * A square code of `width` pixels that carries `text`, as PNG bytes. A real mini-program code is a round pattern only
 * WeChat reads; ours is an ordinary QR code, so that a test can read back what was asked for.
 */
export function codePicture(text: string, width: number, options: { transparent: boolean }): Buffer {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const cells = modules.size + 2 * quietCells
  const scale = Math.max(1, Math.floor(width / cells))
  const size = Math.max(width, cells)
  const margin = Math.floor((size - cells * scale) / 2) + quietCells * scale
  const picture = new PNG({ width: size, height: size })
  picture.data.fill(options.transparent ? 0 : 255)
  const ink = Buffer.alloc(4 * scale)
  for (let pixel = 0; pixel < scale; pixel += 1) ink[pixel * 4 + 3] = 255
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue
      for (let line = 0; line < scale; line += 1) {
        const at = (margin + row * scale + line) * size + margin + column * scale
        picture.data.set(ink, at * 4)
      }
    }
  }
  // Trying out filters would take longer than all the rest, and saves nothing on two colours.
  return PNG.sync.write(picture, { filterType: 0 })
}
