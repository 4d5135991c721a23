import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { Bone } from '../parts/state-views'
import { usePreferences } from '../preferences'
import type { Checked, Definition } from './coupon'

/** The coupon as a guest will see it in the wallet, and below it what it says of itself. */
export function Ticket({ definition, said }: { definition: Definition; said: Checked | undefined }) {
  const { say, pick } = usePreferences()
  return (
    <section className="phone-frame" aria-label={say('coupon.preview')}>
      {definition.image ? <img className="ticket-picture" src={`/images/${definition.image}`} alt="" /> : null}
      <div className={`ticket ticket-${definition.effect.type.toLowerCase()}`}>
        <div className="ticket-value">{said ? pick(said.face.value) : <Bone width={64} height={28} />}</div>
        <div className="ticket-text">
          <strong>{pick(definition.name) || definition.name.zh || say('coupon.name.zh')}</strong>
          <span>{said ? pick(said.face.condition) : <Bone width={96} />}</span>
        </div>
        <span className="ticket-use" aria-hidden="true">
          {say('coupon.preview.use')}
        </span>
      </div>
      {said ? <Terms said={said} /> : null}
    </section>
  )
}

function Terms({ said }: { said: Checked }) {
  const { say, pick } = usePreferences()
  return (
    <>
      <dl className="ticket-terms">
        {said.terms.map(({ label, text }) => (
          <div key={label.zh}>
            <dt>{pick(label)}</dt>
            <dd>{pick(text)}</dd>
          </div>
        ))}
      </dl>
      <h3>{say('coupon.together')}</h3>
      <ul className="ticket-together">
        {said.stacking.map(({ code, name, together }) => (
          <li key={code} className={together ? 'yes' : 'no'}>
            {together ? <CheckOutlined aria-hidden="true" /> : <CloseOutlined aria-hidden="true" />}
            <span>{pick(name)}</span>
            <span className="quiet">{say(together ? 'coupon.together.yes' : 'coupon.together.no')}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
