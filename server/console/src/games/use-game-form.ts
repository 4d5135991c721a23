import { useState } from 'react'
import { useIntention } from '../parts/request-id'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { newCode } from '../rewards/reward'
import type { Gap } from './game'
import { useTold } from './game-drawer'

interface File<D> {
  code: string
  version: number
  definition: D
}
interface GameForm<D> {
  kind: 'draw' | 'group'
  /** What is edited; null for a new one. */
  file: File<D> | null
  blank: () => D
  gapsOf: (definition: D) => Gap[]
  create: (body: { requestId: string; definition: D; reason: string; code: string; open: true }) => Promise<File<D>>
  publish: (
    code: string,
    body: { requestId: string; definition: D; reason: string; version: number },
  ) => Promise<File<D>>
  onPublished: (code: string) => void
}

/** The form of a lottery or a group offer: what is typed, what it lacks, and publishing it under one number however often. */
export function useGameForm<D extends { name: { zh: string } }>(form: GameForm<D>) {
  const { kind, file, blank, gapsOf, create, publish, onPublished } = form
  const { say } = usePreferences()
  const told = useTold()
  const [first] = useState<D>(() => file?.definition ?? blank())
  const [definition, setDefinition] = useState(first)
  const [reason, setReason] = useState('')
  const [code] = useState(() => file?.code ?? newCode('SERVICE').replace('service', kind))
  const [requestId, next] = useIntention()
  const sending = useChange(() => {
    const body = { requestId, definition, reason: reason.trim() }
    return file ? publish(code, { ...body, version: file.version }) : create({ ...body, code, open: true })
  }, TOUCHED[kind])
  const gaps = gapsOf(definition)
  const dirty = JSON.stringify(definition) !== JSON.stringify(first)
  const send = () =>
    sending.mutate(undefined, {
      onSuccess: done => {
        next()
        told.published()
        onPublished(done.code)
      },
      onError: error => error.passing || next(),
    })
  return {
    definition,
    gaps,
    change: (part: Partial<D>) => setDefinition({ ...definition, ...part }),
    wrong: (path: string) => dirty && gaps.some(gap => gap.path === path),
    /** For the drawer around it. */
    drawer: {
      title: file ? say('draw.edit', { name: file.definition.name.zh }) : say(`${kind}.new`),
      dirty: dirty && !sending.isSuccess,
      fit: dirty && gaps.length === 0 && reason.trim().length > 1,
      lacks: [...new Set(gaps.map(({ text }) => say(text)))],
      pending: sending.isPending,
      error: sending.error,
      reason,
      version: file?.version ?? 0,
      onReason: setReason,
      onSend: send,
    },
  }
}

const TOUCHED = {
  draw: ['GET /console/draw-pools', 'GET /console/draw-pools/:code', 'GET /console/audit'],
  group: ['GET /console/group-offers', 'GET /console/group-offers/:code', 'GET /console/audit'],
} as const
