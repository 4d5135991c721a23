import { Input, InputNumber, Segmented, Select } from 'antd'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { type BlockProps, Entry } from './blocks'
import { ImageField } from './image-field'
import { asKind, CATEGORIES, type Definition, KINDS, type Kind } from './reward'

const MOST_BATCHES = 100

/** What it is: picture, name, kind, and what is in it. */
export function GiftBlock({ editor }: BlockProps) {
  const { say } = usePreferences()
  const { draft, change, setDraft, problemAt } = editor
  const { name, note, gift, category, image } = draft.definition
  const turn = (kind: Kind) => setDraft({ ...draft, definition: asKind(draft.definition, kind) })
  return (
    <fieldset className="coupon-block">
      <legend>{say('reward.block.gift')}</legend>
      <div className="coupon-fields">
        <Entry path="name.zh" label={say('reward.name.zh')} problem={problemAt('name.zh')}>
          {id => (
            <Input
              id={id}
              value={name.zh}
              maxLength={30}
              showCount
              placeholder={say('reward.name.example')}
              onChange={event => change({ name: { ...name, zh: event.target.value } })}
            />
          )}
        </Entry>
        <Entry path="name.en" label={say('reward.name.en')}>
          {id => (
            <Input
              id={id}
              value={name.en}
              maxLength={60}
              onChange={event => change({ name: { ...name, en: event.target.value } })}
            />
          )}
        </Entry>
      </div>
      <Entry path="image" label={say('reward.image')} problem={problemAt('image')}>
        {id => <ImageField id={id} image={image ?? null} onChange={next => change({ image: next })} />}
      </Entry>
      <div className="coupon-fields">
        <Entry path="kind" label={say('rewards.kind')} wide>
          {id => (
            <Segmented<Kind>
              id={id}
              value={gift.type}
              aria-label={say('rewards.kind')}
              options={KINDS.map(value => ({ value, label: say(`rewards.kind.${value}`) }))}
              onChange={turn}
            />
          )}
        </Entry>
        <Contents editor={editor} gift={gift} />
        <Entry path="category" label={say('reward.category')}>
          {id => (
            <Select
              id={id}
              value={category}
              options={CATEGORIES.map(value => ({ value, label: say(`reward.category.${value}`) }))}
              onChange={next => change({ category: next })}
            />
          )}
        </Entry>
        <Entry path="note.zh" label={say('reward.note.zh')} wide>
          {id => (
            <Input.TextArea
              id={id}
              value={note.zh}
              maxLength={200}
              autoSize={{ minRows: 1, maxRows: 4 }}
              placeholder={say('reward.note.example')}
              onChange={event => change({ note: { ...note, zh: event.target.value } })}
            />
          )}
        </Entry>
      </div>
    </fieldset>
  )
}

/** The coupons it hands out, for coupons and packs. */
function Contents({ editor, gift }: { editor: BlockProps['editor']; gift: Definition['gift'] }) {
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
  const problem = editor.problemAt('gift')
  if (gift.type === 'COUPON') {
    return (
      <Entry path="gift" label={say('reward.batch')} hint={hint} problem={problem}>
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
  const setCount = (batchId: string, count: number) =>
    editor.change({
      gift: { ...gift, coupons: gift.coupons.map(one => (one.batchId === batchId ? { ...one, count } : one)) },
    })
  return (
    <Entry path="gift" label={say('reward.batches')} hint={hint} problem={problem} wide>
      {id => (
        <>
          <Select<string[]>
            id={id}
            mode="multiple"
            value={gift.coupons.map(one => one.batchId)}
            loading={batches.isFetching}
            options={options}
            placeholder={say('when.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={ids =>
              editor.change({
                gift: {
                  ...gift,
                  coupons: ids
                    .slice(0, 10)
                    .map(batchId => gift.coupons.find(one => one.batchId === batchId) ?? { batchId, count: 1 }),
                },
              })
            }
          />
          {gift.coupons.map(({ batchId, count }) => (
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
