import { Input } from 'antd'
import { Toggle } from '../coupons/fields'
import { usePreferences } from '../preferences'
import { MomentField, YuanField } from '../rules/moment-field'
import { type BlockProps, Entry } from './blocks'
import type { Definition } from './reward'

interface DetailsProps {
  editor: BlockProps['editor']
  what: Definition['gift']
}

const MOST_GIVEN_FEN = 1_000_000
const MOST_TARGET_FEN = 10_000_000_000

/** What only some kinds have: how goods come, when an event is, what a donation is for. */
export function GiftDetails({ editor, what: gift }: DetailsProps) {
  const { say } = usePreferences()
  if (gift.type === 'GOODS') {
    const posted = gift.delivery === 'POST'
    return (
      <Toggle
        label={say('reward.goods.post')}
        on={posted}
        onChange={on => editor.change({ gift: { type: 'GOODS', delivery: on ? 'POST' : 'PICKUP' } })}
      />
    )
  }
  if (gift.type === 'EVENT') return <EventFields editor={editor} what={gift} />
  return gift.type === 'DONATION' ? <DonationFields editor={editor} what={gift} /> : null
}

type Of<T extends Definition['gift']['type']> = Extract<Definition['gift'], { type: T }>

function EventFields({ editor, what: gift }: { editor: BlockProps['editor']; what: Of<'EVENT'> }) {
  const { say } = usePreferences()
  const set = (part: Partial<Of<'EVENT'>>) => editor.change({ gift: { ...gift, ...part } })
  return (
    <>
      <Entry path="gift" label={say('reward.event.from')} problem={editor.problemAt('gift')}>
        {(id, failing) => (
          <MomentField
            id={id}
            value={gift.startsAt || null}
            failing={failing}
            onChange={startsAt => set({ startsAt: startsAt ?? '' })}
          />
        )}
      </Entry>
      <Entry path="event.until" label={say('reward.event.until')}>
        {id => <MomentField id={id} value={gift.endsAt || null} onChange={endsAt => set({ endsAt: endsAt ?? '' })} />}
      </Entry>
      <Entry path="event.cancel" label={say('reward.event.cancel')} hint={say('reward.event.cancel.hint')}>
        {id => <MomentField id={id} value={gift.cancelUntil} onChange={cancelUntil => set({ cancelUntil })} />}
      </Entry>
    </>
  )
}

function DonationFields({ editor, what: gift }: { editor: BlockProps['editor']; what: Of<'DONATION'> }) {
  const { say } = usePreferences()
  const set = (part: Partial<Of<'DONATION'>>) => editor.change({ gift: { ...gift, ...part } })
  return (
    <>
      <Entry path="gift" label={say('reward.cause')} problem={editor.problemAt('gift')} wide>
        {id => (
          <Input
            id={id}
            value={gift.cause.zh}
            maxLength={60}
            placeholder={say('reward.cause.example')}
            onChange={event => set({ cause: { ...gift.cause, zh: event.target.value } })}
          />
        )}
      </Entry>
      <Entry path="cause.gives" label={say('reward.cause.gives')} hint={say('reward.cause.gives.hint')}>
        {id => (
          <YuanField
            id={id}
            fen={gift.givesFen}
            maxFen={MOST_GIVEN_FEN}
            onFen={fen => set({ givesFen: Math.max(1, fen) })}
          />
        )}
      </Entry>
      <Entry path="cause.target" label={say('reward.cause.target')} hint={say('reward.limit.hint')}>
        {id => (
          <YuanField
            id={id}
            fen={gift.targetFen ?? 0}
            maxFen={MOST_TARGET_FEN}
            placeholder={say('reward.limit.none')}
            onFen={fen => set({ targetFen: fen || null })}
          />
        )}
      </Entry>
    </>
  )
}
