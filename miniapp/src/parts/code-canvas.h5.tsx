import { useEffect, useRef } from 'react'
import { spoken } from './aria'
import type { CodeCanvasProps } from './code-canvas.types'

/** The browser's own canvas: Taro's resets its size after the first drawing, which wipes it. */
export function CodeCanvas({ className, label, content, draw }: CodeCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `draw` is made anew on every render, `content` says what it draws
  useEffect(() => {
    const node = canvas.current
    const brush = node?.getContext('2d')
    if (!node || !brush) return
    const ratio = window.devicePixelRatio || 1
    node.width = Math.round(node.clientWidth * ratio)
    node.height = Math.round(node.clientHeight * ratio)
    draw(brush, node.width, node.height)
  }, [content])
  return <canvas ref={canvas} className={className} {...spoken({ role: 'img', label })} />
}
