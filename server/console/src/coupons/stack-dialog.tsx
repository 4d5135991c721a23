import { formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Form, Modal } from 'antd'
import { useState } from 'react'
import { type CallError, read } from '../call'
import { useDebounced } from '../parts/debounced'
import { Bone, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { Many } from '../rules/choice-fields'
import { NumberField } from '../rules/moment-field'
import type { Summary } from './coupon'
import { Field, Money, Toggle } from './fields'

type Stack = ReplyOf<'POST /console/coupon-stacks'>
const SETTLES_MS = 300

/** The most that coupons can take off one bill together, what lost to what, and what is left of the margin. */
export function StackDialog({ coupons, onClose }: { coupons: readonly Summary[]; onClose: () => void }) {
  const { say, pick } = usePreferences()
  const [ask, setAsk] = useState({ codes: [] as string[], totalFen: 20_000, points: false, marginPercent: 60 })
  const settled = useDebounced(ask, SETTLES_MS)
  const body = { ...settled, codes: settled.codes.length > 0 ? settled.codes : null, items: [], tierPrice: false }
  const stack = useQuery<Stack, CallError>({
    queryKey: ['POST /console/coupon-stacks', body],
    queryFn: ({ signal }) => read('POST /console/coupon-stacks', { body }, { signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Modal open title={say('stack.title')} footer={null} width={640} onCancel={onClose}>
      <p className="page-note">{say('stack.note')}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={say('stack.codes')} extra={ask.codes.length > 0 ? undefined : say('stack.codes.all')}>
          <Many
            label={say('stack.codes')}
            value={ask.codes}
            options={coupons.map(({ code, definition }) => ({
              value: code,
              label: pick(definition.name) || definition.name.zh,
            }))}
            failing={false}
            disabled={false}
            onChange={codes => setAsk({ ...ask, codes: codes.slice(0, 20) })}
          />
        </Form.Item>
        <div className="coupon-fields">
          <Money
            id="stack-total"
            label={say('stack.total')}
            fen={ask.totalFen}
            onChange={fen => setAsk({ ...ask, totalFen: fen ?? 1 })}
          />
          <Field id="stack-margin" label={say('stack.margin')}>
            <NumberField
              id="stack-margin"
              value={ask.marginPercent}
              min={0}
              max={100}
              onChange={marginPercent => setAsk({ ...ask, marginPercent })}
            />
          </Field>
        </div>
        <Toggle label={say('stack.points')} on={ask.points} onChange={points => setAsk({ ...ask, points })} />
      </Form>
      {!stack.data && stack.error ? <ErrorView small error={stack.error} retry={() => stack.refetch()} /> : null}
      {!stack.data && !stack.error ? <Bone width="100%" height={96} /> : null}
      {stack.data ? <Outcome stack={stack.data} /> : null}
    </Modal>
  )
}

function Outcome({ stack }: { stack: Stack }) {
  const { say, pick } = usePreferences()
  return (
    <div className="stack-outcome" aria-live="polite">
      <dl>
        <Figure label={say('stack.off')} value={formatYuan(stack.offFen)} />
        <Figure label={say('stack.payable')} value={formatYuan(stack.payableFen)} />
        <Figure label={say('stack.left')} value={formatYuan(stack.marginFen)} bad={stack.marginFen < 0} />
        <Figure label={say('stack.times')} value={`${stack.percent}%`} />
      </dl>
      <h3>{say('stack.used')}</h3>
      {stack.used.length === 0 ? <p className="quiet">{say('stack.none')}</p> : null}
      <ul>
        {stack.used.map(({ code, name, offFen }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same coupon may be used twice
          <li key={`${code}-${at}`}>
            <span>{pick(name)}</span> <span className="number">{offFen > 0 ? `−${formatYuan(offFen)}` : ''}</span>
          </li>
        ))}
      </ul>
      {stack.lost.length > 0 ? <h3>{say('stack.lost')}</h3> : null}
      <ul>
        {stack.lost.map(({ code, name, sentence }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same coupon may be there twice
          <li key={`${code}-${at}`}>
            <span>{pick(name)}</span> <span className="quiet">{pick(sentence)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Figure({ label, value, bad }: { label: string; value: string; bad?: boolean }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={bad ? 'number bad' : 'number'}>{value}</dd>
    </div>
  )
}
