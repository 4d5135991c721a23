import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Select } from 'antd'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { NumberField, YuanField } from '../rules/moment-field'
import {
  blankGiftOf,
  expectedFen,
  type Gap,
  nextPrize,
  oddsLeft,
  type PoolDefinition,
  PRIZE_KINDS,
  type Prize,
} from './game'

const MOST_PRIZES = 12
const MOST_LISTED = 100

interface PrizeRowsProps {
  definition: PoolDefinition
  gaps: readonly Gap[]
  onChange: (part: Partial<PoolDefinition>) => void
}

/** The prizes with odds and stock; what odds are still missing to the whole is said below. */
export function PrizeRows({ definition, gaps, onChange }: PrizeRowsProps) {
  const { say } = usePreferences()
  const { prizes, consolation } = definition
  const left = oddsLeft(prizes)
  const set = (at: number, part: Partial<Prize>) =>
    onChange({ prizes: prizes.map((one, place) => (place === at ? { ...one, ...part } : one)) })
  return (
    <fieldset className="coupon-block">
      <legend>{say('draw.prizes')}</legend>
      <div className="prize-row prize-head" aria-hidden="true">
        {(['name', 'gift', 'what', 'odds', 'stock', 'worth_each'] as const).map(key => (
          <span key={key}>{say(`draw.${key}`)}</span>
        ))}
      </div>
      {prizes.map((one, at) => (
        <PrizeRow
          key={one.code}
          prize={one}
          isConsolation={one.code === consolation}
          gap={gaps.find(({ path }) => path === `prizes.${at}`)}
          onChange={part => set(at, part)}
          onConsolation={() => {
            onChange({
              consolation: one.code,
              prizes: prizes.map((other, place) => (place === at ? { ...other, stock: null } : other)),
            })
          }}
          onRemove={prizes.length > 2 ? () => onChange({ prizes: prizes.filter((_, place) => place !== at) }) : null}
        />
      ))}
      <div className="coupon-row">
        {prizes.length < MOST_PRIZES ? (
          <Button
            icon={<PlusOutlined aria-hidden="true" />}
            onClick={() => onChange({ prizes: [...prizes, nextPrize(prizes)] })}
          >
            {say('draw.add')}
          </Button>
        ) : null}
        <span className={left === 0 ? 'good' : 'bad'} role="status">
          {left === 0 ? say('draw.odds.whole') : say('draw.odds.left', { percent: (left / 10_000).toFixed(4) })}
        </span>
        <span className="quiet">{say('draw.expected', { yuan: (expectedFen(prizes) / 100).toFixed(2) })}</span>
      </div>
      {gaps
        .filter(({ path }) => path === 'consolation')
        .map(({ path, text }) => (
          <p key={path} className="field-problem" role="alert">
            {say(text)}
          </p>
        ))}
    </fieldset>
  )
}

function StockField({
  stock,
  label,
  onChange,
}: {
  stock: number | null
  label: string
  onChange: (n: number) => void
}) {
  const { say } = usePreferences()
  if (stock === null) return <span className="quiet">{say('draw.endless')}</span>
  return (
    <NumberField
      label={say('draw.stock_of', { name: label })}
      value={stock}
      min={0}
      max={10_000_000}
      suffix={say('draw.pieces')}
      onChange={onChange}
    />
  )
}

interface PrizeRowProps {
  prize: Prize
  isConsolation: boolean
  gap: Gap | undefined
  onChange: (part: Partial<Prize>) => void
  onConsolation: () => void
  onRemove: (() => void) | null
}

function PrizeRow({ prize, isConsolation, gap, onChange, onConsolation, onRemove }: PrizeRowProps) {
  const { say } = usePreferences()
  const { code, name, gift, odds, stock, worthFen } = prize
  const label = name.zh || code
  return (
    <>
      <div className="prize-row">
        <Input
          className="prize-name"
          value={name.zh}
          maxLength={20}
          aria-label={say('draw.name_of', { code })}
          placeholder={say('draw.name')}
          status={gap ? 'error' : undefined}
          onChange={event => onChange({ name: { ...name, zh: event.target.value } })}
        />
        <Select
          value={gift.type}
          aria-label={say('draw.gift_of', { name: label })}
          options={PRIZE_KINDS.map(value => ({ value, label: say(`draw.gift.${value}`) }))}
          onChange={type => onChange({ gift: blankGiftOf(type) })}
        />
        <GiftField what={gift} label={label} onChange={next => onChange({ gift: next })} />
        <NumberField
          label={say('draw.odds_of', { name: label })}
          value={odds / 10_000}
          min={0}
          max={100}
          precision={4}
          suffix="%"
          onChange={percent => onChange({ odds: Math.round(percent * 10_000) })}
        />
        <StockField stock={stock} label={label} onChange={next => onChange({ stock: next })} />
        <YuanField
          label={say('draw.worth_of', { name: label })}
          fen={worthFen}
          min={0}
          maxFen={5_000_000}
          onFen={fen => onChange({ worthFen: fen })}
        />
        <Checkbox checked={isConsolation} onChange={event => event.target.checked && onConsolation()}>
          {say('draw.consolation')}
        </Checkbox>
        {onRemove && !isConsolation ? (
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden="true" />}
            aria-label={say('draw.remove', { name: label })}
            onClick={onRemove}
          />
        ) : null}
      </div>
      {gap ? (
        <p className="field-problem" role="alert">
          {say(gap.text)}
        </p>
      ) : null}
    </>
  )
}

function GiftField({
  what: gift,
  label,
  onChange,
}: {
  what: Prize['gift']
  label: string
  onChange: (gift: Prize['gift']) => void
}) {
  const { say, pick } = usePreferences()
  const batches = useRead(
    'GET /console/coupon-batches',
    { query: { limit: MOST_LISTED } },
    { enabled: gift.type === 'COUPON', staleMs: 60_000 },
  )
  const rewards = useRead(
    'GET /console/rewards',
    { query: { limit: MOST_LISTED } },
    { enabled: gift.type === 'REWARD', staleMs: 60_000 },
  )
  if (gift.type === 'NOTHING') return <span />
  if (gift.type === 'POINTS') {
    return (
      <NumberField
        label={say('draw.points_of', { name: label })}
        value={gift.points}
        max={1_000_000}
        suffix={say('unit.points')}
        onChange={points => onChange({ ...gift, points: Math.max(1, points) })}
      />
    )
  }
  const options =
    gift.type === 'COUPON'
      ? (batches.data?.items ?? [])
          .filter(({ source, state }) => source !== 'CODES' && state === 'OPEN')
          .map(({ id, name }) => ({ value: id, label: name }))
      : (rewards.data?.items ?? []).map(({ code, definition }) => ({
          value: code,
          label: pick(definition.name) || definition.name.zh,
        }))
  return (
    <Select
      className="prize-gift"
      value={(gift.type === 'COUPON' ? gift.batchId : gift.code) || undefined}
      aria-label={say('draw.what_of', { name: label })}
      placeholder={say('when.choose')}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      onChange={value => onChange(gift.type === 'COUPON' ? { ...gift, batchId: value } : { ...gift, code: value })}
    />
  )
}
