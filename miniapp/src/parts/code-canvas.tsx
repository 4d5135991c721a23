import { Canvas } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { spoken } from './aria'
import { canvasId, type Draw, drawOn } from './canvas'

interface Props {
  className: string
  label: string
  /** Names what is drawn; another name draws anew. */
  content: string
  draw: Draw
}

/** A canvas for something a scanner reads. */
export function CodeCanvas({ className, label, content, draw }: Props) {
  const [id] = useState(canvasId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `draw` is made anew on every render, `content` says what it draws
  useEffect(() => drawOn(id, draw), [id, content])
  return (
    <Canvas type="2d" id={id} canvasId={id} className={className} {...spoken({ role: 'img', label })} />
  )
}
