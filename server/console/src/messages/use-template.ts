import { fill, templateFaults } from '@huitou/shared/message-filling'
import { App } from 'antd'
import { useEffect, useState } from 'react'
import { call } from '../call'
import { draftOf, dropDraft, keepDraft } from '../parts/draft'
import { useIntention } from '../parts/request-id'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { type Entry, examplesOf, faultsByPlace, type Kind, sameTemplate, type Template } from './template'

interface Kept {
  /** The version it was made from. */
  version: number
  template: Template
}

/** One template on the desk: kept in this browser until it is saved or dropped, judged as it is typed. */
export function useTemplate(kind: Kind, entry: Entry) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const name = `template.${kind.kind}.${entry.channel}`
  const [kept, setKept] = useState<Kept | null>(() => draftOf<Kept>(name))
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [missing, setMissing] = useState(false)
  const [requestId, next] = useIntention()
  const draft = kept?.template ?? entry.template
  const dirty = !sameTemplate(draft, entry.template)
  useEffect(() => {
    if (kept && dirty) keepDraft(name, kept)
    else dropDraft(name)
  }, [name, kept, dirty])

  const variables = examplesOf(kind.variables, { typed, missing })
  // What may be saved is judged with the examples of the server, as the server will.
  const given = examplesOf(kind.variables, { typed: {}, missing: false })
  const faults = templateFaults(entry.channel, draft, given)
  const save = useChange(
    () =>
      call('PUT /console/message-templates', {
        body: { requestId, kind: kind.kind, channel: entry.channel, version: entry.version, template: draft },
      }),
    ['GET /console/message-templates', 'GET /console/message-templates/:kind/:channel', 'GET /console/audit'],
  )
  const send = () =>
    save.mutate(undefined, {
      onSuccess: () => {
        next()
        setKept(null)
        message.success(say('template.saved'))
      },
      // What the server has understood and refused is over; the next try is another intention.
      onError: error => error.passing || next(),
    })
  return {
    draft,
    dirty,
    stale: dirty && kept !== null && kept.version !== entry.version,
    change: (more: Partial<Template>) =>
      setKept({ version: kept?.version ?? entry.version, template: { ...draft, ...more } }),
    drop: () => setKept(null),
    faults: faultsByPlace(faults),
    fit: (dirty || entry.trouble !== null) && faults.length === 0,
    variables,
    preview: fill(draft, variables),
    typed,
    setTyped,
    missing,
    setMissing,
    send,
    pending: save.isPending,
    error: save.error,
  }
}

export type TemplateOnDesk = ReturnType<typeof useTemplate>
