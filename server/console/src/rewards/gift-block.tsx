import { Input, Segmented, Select } from 'antd'
import { usePreferences } from '../preferences'
import { type BlockProps, Entry } from './blocks'
import { Contents } from './gift-contents'
import { GiftDetails } from './gift-details'
import { ImageField } from './image-field'
import { asKind, CATEGORIES, KINDS, type Kind } from './reward'

/** What it is: picture, name, kind, and what is in it. */
export function GiftBlock({ editor }: BlockProps) {
  const { say } = usePreferences()
  const { draft, change, setDraft, problemAt } = editor
  const { note, gift, category, image } = draft.definition
  const turn = (kind: Kind) => setDraft({ ...draft, definition: asKind(draft.definition, kind) })
  return (
    <fieldset className="coupon-block">
      <legend>{say('reward.block.gift')}</legend>
      <div className="coupon-fields">
        <NameFields editor={editor} />
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
        <Contents editor={editor} what={gift} />
        <GiftDetails editor={editor} what={gift} />
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

function NameFields({ editor: { draft, change, problemAt } }: Pick<BlockProps, 'editor'>) {
  const { say } = usePreferences()
  const { name } = draft.definition
  return (
    <>
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
    </>
  )
}
