import { Canvas } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { spoken } from './aria'
import type { CodeCanvasProps, Draw } from './code-canvas.types'

interface CanvasNode {
  width: number
  height: number
  getContext(kind: '2d'): CanvasRenderingContext2D
}

const TRIES = 10
const PAUSE_MS = 60
// A query by id finds the first of two, so no two canvases of the app share one.
let made = 0

/** A canvas for something a scanner reads. */
export function CodeCanvas({ className, label, content, draw }: CodeCanvasProps) {
  const [id] = useState(() => {
    made++
    return `canvas-${made}`
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `draw` is made anew on every render, `content` says what it draws
  useEffect(() => drawOn(id, draw), [id, content])
  return <Canvas type="2d" id={id} canvasId={id} className={className} {...spoken({ role: 'img', label })} />
}

/** Finds the canvas and draws in device pixels. The node may not exist yet on the first tick, so it asks again. */
function drawOn(id: string, draw: Draw): () => void {
  let over = false
  const ask = (left: number) => {
    Taro.createSelectorQuery()
      .select(`#${id}`)
      .fields({ node: true, size: true })
      .exec((found: ({ node?: CanvasNode; width?: number; height?: number } | null)[]) => {
        const { node, width = 0, height = 0 } = found[0] ?? {}
        if (over) return
        if (!node?.getContext || width === 0) {
          if (left > 0) setTimeout(() => over || ask(left - 1), PAUSE_MS)
          return
        }
        const ratio = Taro.getWindowInfo().pixelRatio || 2
        node.width = Math.round(width * ratio)
        node.height = Math.round(height * ratio)
        draw(node.getContext('2d'), node.width, node.height)
      })
  }
  ask(TRIES)
  return () => {
    over = true
  }
}
