import Taro from '@tarojs/taro'

interface CanvasNode {
  width: number
  height: number
  getContext(kind: '2d'): CanvasRenderingContext2D
}
/** Draws on a canvas of `width` × `height` device pixels. */
export type Draw = (brush: CanvasRenderingContext2D, width: number, height: number) => void

const TRIES = 10
const PAUSE_MS = 60

let made = 0
/** An id no other canvas of the app has; a query by id would otherwise find the first of two. */
export function canvasId(): string {
  made++
  return `canvas-${made}`
}

/** Finds a canvas and draws on it in device pixels. The node may not exist yet on the first tick, so it asks again. */
export function drawOn(id: string, draw: Draw, tries = TRIES): () => void {
  let over = false
  const again = () => setTimeout(() => over || ask(tries - 1), PAUSE_MS)
  const ask = (left: number) => {
    tries = left
    Taro.createSelectorQuery()
      .select(`#${id}`)
      .fields({ node: true, size: true })
      .exec((found: ({ node?: CanvasNode; width?: number; height?: number } | null)[]) => {
        const { node, width = 0, height = 0 } = found[0] ?? {}
        if (over) return
        if (!node?.getContext || width === 0) {
          if (left > 0) again()
          return
        }
        const ratio = pixelRatio()
        node.width = Math.round(width * ratio)
        node.height = Math.round(height * ratio)
        draw(node.getContext('2d'), node.width, node.height)
      })
  }
  ask(tries)
  return () => {
    over = true
  }
}

function pixelRatio(): number {
  return Taro.getWindowInfo().pixelRatio || 2
}
