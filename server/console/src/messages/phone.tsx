import type { Preview } from '@huitou/shared/message-filling'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { isBlank, type Place, placeInType, typeNameOf } from './template'

interface PhoneProps {
  place: Place
  /** What the message is called on the phone. */
  title: string
  preview: Preview
  /** Whether a tap opens the mini-program. */
  opens: boolean
  /** The full copy, shown in the inbox. */
  inbox: { title: string; body: string }
  note?: string | null
}

/** A phone with the message on it, as it will arrive: cut where it is cut, with fallbacks where they stand in. */
export function Phone({ place, title, preview, opens, inbox, note }: PhoneProps) {
  const { say } = usePreferences()
  return (
    <section
      className="phone-frame message-phone"
      aria-label={say('template.preview.on', { channel: say(`channel.${place}`) })}
      aria-live="polite"
    >
      <div className="phone-bar">{say(`channel.${place}`)}</div>
      {place === 'INBOX' ? (
        <div className="phone-card">
          <strong>{inbox.title}</strong>
          <p className="phone-text">{inbox.body}</p>
        </div>
      ) : place === 'SMS' || place === 'WECOM' ? (
        <p className="phone-bubble">{preview.text || say('template.preview.empty')}</p>
      ) : (
        <Card title={title} preview={preview} opens={opens} />
      )}
      {note ? <p className="page-note phone-note">{note}</p> : null}
    </section>
  )
}

function Card({ title, preview, opens }: Pick<PhoneProps, 'title' | 'preview' | 'opens'>) {
  const { say } = usePreferences()
  return (
    <div className="phone-card">
      <div className="phone-from">{say('template.preview.from')}</div>
      <strong>{title}</strong>
      {isBlank(preview) ? <p className="quiet">{say('template.preview.empty')}</p> : null}
      <dl className="phone-fields">
        {preview.fields.map(({ key, value, problem }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two fields may have the same name while somebody types
          <div key={at}>
            <dt>
              {sayCode(say, 'wxfield', typeNameOf(key))} {placeInType(key)}
            </dt>
            <dd className={problem ? 'bad' : undefined}>{problem ? '—' : value}</dd>
          </div>
        ))}
      </dl>
      {opens ? <div className="phone-open">{say('template.preview.open')}</div> : null}
    </div>
  )
}
