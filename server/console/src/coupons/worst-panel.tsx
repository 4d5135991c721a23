import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Alert, Form } from 'antd'
import { Bone, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { Many } from '../rules/choice-fields'
import { NumberField, YuanField } from '../rules/moment-field'
import type { Summary } from './coupon'
import { Field } from './fields'
import type { Worst } from './stacking'
import type { useStacking } from './use-stacking'

const MOST_FEN = 10_000_000

/** The order that leaves least, by the measure somebody gives: a usual bill, the margin, and what should be left. */
export function WorstPanel({ coupons, state }: { coupons: readonly Summary[]; state: ReturnType<typeof useStacking> }) {
  const { say, pick } = usePreferences()
  const { ask, setAsk, worst } = state
  return (
    <section className="card padded" aria-label={say('worst.title')}>
      <h2>{say('worst.title')}</h2>
      <p className="page-note">{say('worst.note')}</p>
      <Form layout="vertical" component="div" className="coupon-fields worst-fields">
        <Field id="worst-total" label={say('worst.total')}>
          <YuanField
            id="worst-total"
            fen={ask.totalFen}
            maxFen={MOST_FEN}
            onFen={fen => setAsk({ ...ask, totalFen: Math.max(1, fen) })}
          />
        </Field>
        <Field id="worst-margin" label={say('stack.margin')}>
          <NumberField
            id="worst-margin"
            value={ask.marginPercent}
            min={0}
            max={100}
            onChange={marginPercent => setAsk({ ...ask, marginPercent })}
          />
        </Field>
        <Field id="worst-floor" label={say('worst.floor')} hint={say('worst.floor.hint')}>
          <YuanField
            id="worst-floor"
            fen={ask.floorFen}
            min={0}
            maxFen={MOST_FEN}
            onFen={floorFen => setAsk({ ...ask, floorFen })}
          />
        </Field>
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
            onChange={codes => setAsk({ ...ask, codes: codes.slice(0, 60) })}
          />
        </Form.Item>
      </Form>
      {!worst.data && worst.error ? <ErrorView small error={worst.error} retry={() => worst.refetch()} /> : null}
      {!worst.data && !worst.error ? <Bone width="100%" height={96} /> : null}
      {worst.data ? <Outcome data={worst.data} /> : null}
    </section>
  )
}

function Outcome({ data: { worst, usual, unknown } }: { data: Worst }) {
  const { say, pick } = usePreferences()
  const none = worst.used.length === 0
  return (
    <div className="stack-outcome" aria-live="polite">
      <Alert type={worst.isBelow ? 'error' : 'success'} showIcon title={<strong>{pick(worst.sentence)}</strong>} />
      <dl className="worst-figures">
        <One label={say('worst.total.short')} value={formatYuan(worst.totalFen)} />
        <One label={say('worst.coupons')} value={`−${formatYuan(worst.couponFen)}`} />
        <One
          label={say('worst.offset', { points: formatPoints(worst.offsetPoints) })}
          value={`−${formatYuan(worst.offsetFen)}`}
        />
        <One label={say('stack.payable')} value={formatYuan(worst.payableFen)} />
        <One
          label={say('worst.earn', { points: formatPoints(worst.earnPoints), percent: worst.earnPercent })}
          value={`−${formatYuan(worst.earnFen)}`}
        />
        <One label={say('stack.left')} value={formatYuan(worst.marginFen)} bad={worst.isBelow} />
      </dl>
      <h3>{say('stack.used')}</h3>
      {none ? <p className="quiet">{say('stack.none')}</p> : null}
      <ul>
        {worst.used.map(({ code, name, offFen }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same coupon may be used twice
          <li key={`${code}-${at}`}>
            <span>{pick(name)}</span>
            <span className="number">{offFen > 0 ? `−${formatYuan(offFen)}` : say('worst.multiplies')}</span>
          </li>
        ))}
      </ul>
      {usual.totalFen === worst.totalFen ? null : (
        <p className="page-note">
          {say('worst.usual', { total: formatYuan(usual.totalFen), margin: formatYuan(usual.marginFen) })}
        </p>
      )}
      {unknown.length > 0 ? (
        <p className="note-warn">{say('worst.unknown', { names: unknown.map(({ name }) => pick(name)).join('、') })}</p>
      ) : null}
    </div>
  )
}

function One({ label, value, bad }: { label: string; value: string; bad?: boolean }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={bad ? 'number bad' : 'number'}>{value}</dd>
    </div>
  )
}
