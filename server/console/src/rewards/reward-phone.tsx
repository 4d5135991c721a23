import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import { usePreferences } from '../preferences'
import { dayOf } from '../times'
import { usePrice } from './price'
import type { Checked, Draft } from './reward'

/** The reward as a diner meets it: the card on the shelf, and the page behind it. */
export function RewardPhone({ draft, said }: { draft: Draft; said: Checked | undefined }) {
  const { say, pick } = usePreferences()
  const price = usePrice()
  const { definition } = draft
  const { name, note, image } = definition
  const title = pick(name) || name.zh || say('reward.name.zh')
  return (
    <section className="phone-frame reward-phone" aria-label={say('reward.preview')}>
      <h3>{say('reward.preview.shelf')}</h3>
      <Card draft={draft} title={title} />
      <h3>{say('reward.preview.page')}</h3>
      <div className="reward-sheet">
        {image ? <img className="reward-wide" src={`/images/${image}`} alt="" /> : null}
        <strong className="reward-title">{title}</strong>
        {note.zh ? <p className="quiet">{pick(note) || note.zh}</p> : null}
        <p className="reward-price number">{price(definition)}</p>
        <span className="reward-button" aria-hidden="true">
          {say('reward.preview.redeem')}
        </span>
        {said && said.contents.length > 0 ? (
          <ul className="reward-inside">
            {said.contents.map(({ name: one, count }) => (
              <li key={one.zh}>{say('reward.preview.times', { name: pick(one), count })}</li>
            ))}
          </ul>
        ) : null}
        {said && said.tierPrices.length > 0 ? (
          <dl className="ticket-terms">
            {said.tierPrices.map(({ tier, price: own }) => (
              <div key={tier.zh}>
                <dt>{pick(tier)}</dt>
                <dd className="number">{price(own)}</dd>
              </div>
            ))}
          </dl>
        ) : null}
        {said ? (
          <dl className="ticket-terms">
            {said.terms.map(({ label, text }) => (
              <div key={label.zh}>
                <dt>{pick(label)}</dt>
                <dd>{pick(text)}</dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
    </section>
  )
}

function Card({ draft: { definition, stock }, title }: { draft: Draft; title: string }) {
  const { say } = usePreferences()
  const price = usePrice()
  const { image, gift, worthFen, window, birthdayMonth } = definition
  const word = window.until
    ? say('reward.preview.until', { day: dayOf(Date.parse(window.until) - 1) })
    : birthdayMonth
      ? say('reward.preview.birthday')
      : stock <= 20
        ? say('reward.preview.left', { count: formatPoints(stock) })
        : ''
  return (
    <div className="reward-card">
      {image ? (
        <img className="reward-mark" src={`/images/${image}-small`} alt="" />
      ) : (
        <span className={`reward-mark reward-mark-${gift.type.toLowerCase()}`} aria-hidden="true">
          {[...title][0]}
        </span>
      )}
      <span className="stacked">
        <strong>{title}</strong>
        <span>
          <span className="reward-figure number">{price(definition)}</span>{' '}
          {worthFen ? (
            <span className="page-note">{say('reward.preview.worth', { yuan: formatYuan(worthFen) })}</span>
          ) : null}
        </span>
        {word ? <span className="reward-word">{word}</span> : null}
      </span>
    </div>
  )
}
