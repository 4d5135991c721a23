import { formatChange, formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Drawer, Tag } from 'antd'
import type { ReactNode } from 'react'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf, secondOf } from '../times'
import { CopyText } from './copy-text'
import { NotPaidList } from './not-paid-list'
import { Bone, ErrorView } from './state-views'

type EntryDetail = ReplyOf<'GET /console/members/:memberNo/entries/:entryNo'>

interface EntryDrawerProps {
  memberNo: string
  entryNo: string | null
  onClose: () => void
}

/** Why one number is what it is: the sentence, the steps, the rule, the bill and the batches. */
export function EntryDrawer({ memberNo, entryNo, onClose }: EntryDrawerProps) {
  const { say } = usePreferences()
  const entry = useRead(
    'GET /console/members/:memberNo/entries/:entryNo',
    { params: { memberNo, entryNo: entryNo ?? '' } },
    { enabled: entryNo !== null, staleMs: 60_000 },
  )
  return (
    <Drawer open={entryNo !== null} onClose={onClose} title={say('entry.title')} size={460}>
      {entry.data ? <Explanation entry={entry.data} /> : null}
      {!entry.data && entry.error ? <ErrorView small error={entry.error} retry={() => entry.refetch()} /> : null}
      {!entry.data && !entry.error ? <Bones /> : null}
    </Drawer>
  )
}

function Explanation({ entry }: { entry: EntryDetail }) {
  const { say, pick } = usePreferences()
  return (
    <article className="entry">
      <p className={`entry-figure number ${entry.points > 0 ? 'good' : entry.points < 0 ? 'bad' : ''}`}>
        {formatChange(entry.points)} <small>{say('unit.points')}</small>
      </p>
      <p className="entry-title">
        {pick(entry.title)}
        {entry.state === 'PENDING' ? (
          <Tag color="warning">
            {entry.availableAt
              ? say('entry.pending_until', { at: minuteOf(entry.availableAt) })
              : say('entries.pending')}
          </Tag>
        ) : null}
      </p>
      <p className="entry-sentence">{pick(entry.sentence)}</p>
      <Facts
        facts={[
          [say('entry.at'), secondOf(entry.occurredAt)],
          [say('entries.store'), entry.storeName],
          [say('member.growth'), entry.growth === 0 ? null : formatChange(entry.growth)],
          [say('entry.balance_after'), formatPoints(entry.balanceAfter)],
          [say('entry.no'), <CopyText key="no" text={entry.entryNo} />],
        ]}
      />
      {entry.steps.length > 0 ? (
        <Block title={say('entry.steps')}>
          <ol className="entry-steps">
            {entry.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a finished calculation never move
              <li key={index}>
                <span>{pick(step.label)}</span>
                <span className="number">{step.value}</span>
              </li>
            ))}
          </ol>
        </Block>
      ) : null}
      <Missed entry={entry} />
      <Origins entry={entry} />
    </article>
  )
}

function Missed({ entry }: { entry: EntryDetail }) {
  const { say } = usePreferences()
  if (entry.notPaid.length === 0) return null
  return (
    <Block title={say('trace.missed')}>
      <NotPaidList rules={entry.notPaid} />
    </Block>
  )
}

/** What the number came from: rule version, bill, and the batches it filled or drew on. */
function Origins({ entry }: { entry: EntryDetail }) {
  const { say, pick } = usePreferences()
  const { rule, bill, lots } = entry
  return (
    <>
      {rule ? (
        <Block title={say('entry.rule')}>
          <p>
            {pick(rule.name)} {say('entry.rule.version', { version: rule.version })}
          </p>
          <p className="quiet">{pick(rule.sentence)}</p>
          <p className="quiet number">{say('entry.rule.since', { at: minuteOf(rule.publishedAt) })}</p>
        </Block>
      ) : null}
      {bill ? (
        <Block title={say('entry.bill')}>
          <Facts
            facts={[
              [say('purchases.bill'), <CopyText key="bill" text={bill.billNo} />],
              [say('purchases.paid'), formatYuan(bill.paidFen)],
              [say('purchases.refunded'), bill.refundedFen > 0 ? formatYuan(bill.refundedFen) : null],
              [say('purchases.table'), bill.tableName],
            ]}
          />
        </Block>
      ) : null}
      {lots.length > 0 ? (
        <Block title={say('entry.lots')}>
          <ul className="entry-steps">
            {lots.map((lot, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two batches may be equal in everything that is shown
              <li key={index}>
                <span>
                  {lot.lastValidOn ? say('entry.lot.until', { day: lot.lastValidOn }) : say('lots.forever')}
                  <span className="quiet"> {say(`lots.state.${lot.state}`)}</span>
                </span>
                <span className="number">{formatPoints(lot.points)}</span>
              </li>
            ))}
          </ul>
        </Block>
      ) : null}
    </>
  )
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="entry-block">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Facts({ facts }: { facts: [label: string, value: ReactNode][] }) {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="number">{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function Bones() {
  return (
    <div className="bones" aria-busy="true">
      <Bone width={120} height={34} />
      <Bone width="60%" />
      <Bone width="100%" height={72} />
      <Bone width="100%" height={96} />
      <Bone width="100%" height={96} />
    </div>
  )
}
