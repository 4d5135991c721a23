import { useState } from 'react'
import { sceneOfScan } from '../arrival'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { type Scanner, useScanner } from '../parts/code-sheet'
import { wechat } from '../wechat'

export interface ScannedTable {
  scene: string
  name: string
}

/** The table a bill goes to, read from its code. */
export function useTableScan(onTable: (table: ScannedTable) => void): {
  scanner: Scanner
  error: CallError | null
  /** What was read is no table code at all. */
  foreign: boolean
} {
  const [state, setState] = useState<{ error: CallError | null; foreign: boolean }>({ error: null, foreign: false })
  const scanner = useScanner(async text => {
    const scene = sceneOfScan(text, wechat.hosts)
    setState({ error: null, foreign: scene === null })
    if (!scene) return wechat.signal('FAILURE')
    try {
      const { name } = await call('GET /tables/:scene', { params: { scene } })
      onTable({ scene, name })
    } catch (failure) {
      setState({ error: asCallError(failure), foreign: false })
      wechat.signal('FAILURE')
    }
  })
  return { scanner, ...state }
}
