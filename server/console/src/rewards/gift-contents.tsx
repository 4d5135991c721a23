import { InputNumber, Select } from 'antd'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { type BlockProps, Entry } from './blocks'
import type { Definition } from './reward'

const MOST_BATCHES = 100
/** Kinds of coupons in one pack. */
const MOST_IN_PACK = 10

interface ContentsProps {
  editor: BlockProps['editor']
  what: Definition['gift']
}

/** The coupons it hands out, for coupons and packs. */
export function Contents({ editor, what: gift }: ContentsProps) {
  const { say } = usePreferences()
  const isCoupon = gift.type === 'COUPON' || gift.type === 'PACK'
  const batches = useRead(
    'GET /console/coupon-batches',
    { query: { limit: MOST_BATCHES } },
    { enabled: isCoupon, staleMs: 60_000 },
  )
  if (!isCoupon) return null
  const options = (batches.data?.items ?? [])
    .filter(({ source, state }) => source !== 'CODES' && state === 'OPEN')
    .map(({ id, name, figures }) => ({
      value: id,
      label: say('reward.batch.option', { name, left: figures.stock - figures.issued }),
    }))
  const hint = batches.data && options.length === 0 ? say('reward.batch.none') : say('reward.batch.hint')
  if (gift.type === 'PACK') return <Pack editor={editor} pack={gift} options={options} hint={hint} />
  return (
    <Entry path="gift" label={say('reward.batch')} hint={hint} problem={editor.problemAt('gift')}>
      {id => (
        <Select
          id={id}
          value={gift.batchId || undefined}
          loading={batches.isFetching}
          options={options}
          placeholder={say('when.choose')}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={batchId => editor.change({ gift: { ...gift, batchId } })}
        />
      )}
    </Entry>
  )
}

interface PackProps {
  editor: BlockProps['editor']
  pack: Extract<Definition['gift'], { type: 'PACK' }>
  options: { value: string; label: string }[]
  hint: string
}

function Pack({ editor, pack, options, hint }: PackProps) {
  const { say } = usePreferences()
  const set = (coupons: PackProps['pack']['coupons']) => editor.change({ gift: { ...pack, coupons } })
  const setCount = (batchId: string, count: number) =>
    set(pack.coupons.map(one => (one.batchId === batchId ? { ...one, count } : one)))
  const choose = (ids: string[]) =>
    set(
      ids
        .slice(0, MOST_IN_PACK)
        .map(batchId => pack.coupons.find(one => one.batchId === batchId) ?? { batchId, count: 1 }),
    )
  return (
    <Entry path="gift" label={say('reward.batches')} hint={hint} problem={editor.problemAt('gift')} wide>
      {id => (
        <>
          <Select<string[]>
            id={id}
            mode="multiple"
            value={pack.coupons.map(one => one.batchId)}
            options={options}
            placeholder={say('when.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={choose}
          />
          {pack.coupons.map(({ batchId, count }) => (
            <span key={batchId} className="coupon-row">
              <InputNumber
                min={1}
                max={5}
                value={count}
                aria-label={say('reward.pack.count')}
                onChange={next => setCount(batchId, next ?? 1)}
              />
              {options.find(option => option.value === batchId)?.label ?? batchId}
            </span>
          ))}
        </>
      )}
    </Entry>
  )
}
