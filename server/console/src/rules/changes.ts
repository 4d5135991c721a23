/** What a marketer does to rules: each change asks the list and the rule again once it is done. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { App } from 'antd'
import { useNavigate } from 'react-router'
import { call } from '../call'
import { newRequestId } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { queryClient, readKey, useChange } from '../queries'
import { copyOf, definitionOf, type RuleDetail } from './rule'

/** Keeps an answered rule where the editor will look for it. */
export function keepRule(rule: RuleDetail): RuleDetail {
  queryClient.setQueryData(readKey('GET /console/rules/:code', { params: { code: rule.code } }), rule)
  return rule
}

/** A new draft; the answer goes straight to the editor. */
export function useNewRule() {
  return useChange(
    ({ definition, requestId }: { definition: RuleDefinition; requestId: string }) =>
      call('POST /console/rules', { body: { requestId, definition } }).then(keepRule),
    ['GET /console/rules'],
  )
}

/** Copies a rule, by its draft or newest version, into a new draft and opens it. */
export function useCopyRule() {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const create = useNewRule()
  const copy = async (code: string) => {
    try {
      const rule = await call('GET /console/rules/:code', { params: { code } })
      const definition = definitionOf(rule)
      if (!definition) return
      const name = say('rules.copy.suffix', { name: definition.name.zh })
      const made = await create.mutateAsync({ definition: copyOf(definition, name), requestId: newRequestId() })
      message.success(say('rules.copied', { name }))
      navigate(`/rules/${made.code}`)
    } catch (error) {
      message.error(textOf(error as Error, say, language))
    }
  }
  return { copy, busy: create.isPending }
}

export function usePause(code: string) {
  return useChange(
    (body: { requestId: string; paused: boolean; reason: string }) =>
      call('POST /console/rules/:code/pauses', { params: { code }, body }).then(keepRule),
    ['GET /console/rules', 'GET /console/audit'],
  )
}

export function useWithdraw(code: string) {
  return useChange(
    (body: { requestId: string; reason: string }) =>
      call('POST /console/rules/:code/withdrawals', { params: { code }, body }).then(keepRule),
    ['GET /console/rules', 'GET /console/audit'],
  )
}

export function usePublish(code: string) {
  return useChange(
    (body: { requestId: string; revision: number; effectiveAt: string | null; reason: string }) =>
      call('POST /console/rules/:code/versions', { params: { code }, body }).then(keepRule),
    ['GET /console/rules', 'GET /console/audit'],
  )
}
