import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { usePreferences } from '../preferences'
import { secondOf } from '../times'
import { CopyText } from './copy-text'

type Sealing = ReplyOf<'GET /console/books'>['sealing']

/** How far the ledger is sealed, and the fingerprint to keep elsewhere. */
export function SealingCard({ sealing }: { sealing: Sealing }) {
  const { say, pick } = usePreferences()
  const { lastBlock, waiting, waitingSince, anchor } = sealing
  return (
    <section className="card padded" aria-label={say('seal.title')}>
      <h2>{say('seal.title')}</h2>
      <p className="page-note">{pick(sealing.definition)}</p>
      <dl className="facts">
        <div>
          <dt>{say('seal.upto')}</dt>
          <dd className="number">
            {lastBlock
              ? say('seal.block', { seq: formatPoints(lastBlock.seq), at: secondOf(lastBlock.sealedAt) })
              : say('seal.none')}
          </dd>
        </div>
        <div>
          <dt>{say('seal.waiting')}</dt>
          <dd className="number">
            {waiting > 0 && waitingSince
              ? say('seal.waiting.some', { count: formatPoints(waiting), at: secondOf(waitingSince) })
              : say('seal.waiting.none')}
          </dd>
        </div>
        {lastBlock ? (
          <div>
            <dt>{say('seal.hash')}</dt>
            <dd>
              <CopyText text={`${lastBlock.seq}:${lastBlock.hash}`} />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{say('seal.anchor')}</dt>
          <dd className="number">
            {anchor
              ? say('seal.anchor.at', { seq: formatPoints(anchor.seq), place: anchor.place, at: secondOf(anchor.at) })
              : say('seal.anchor.none')}
          </dd>
        </div>
      </dl>
    </section>
  )
}
