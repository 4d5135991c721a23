import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Segmented, Table, Tag } from 'antd'
import { useState } from 'react'
import { usePreferences } from '../preferences'
import { dayOf } from '../times'
import { type Columns, column, digits, figures, Quiet } from './columns'
import { DataTable } from './data-table'
import { type Lot, sumLots } from './lot-sums'
import type { Profile } from './member-head'
import { EmptyView } from './state-views'

const parts = ['granted', 'remaining', 'held', 'spent', 'expired', 'clawed'] as const
const stateColours = { AVAILABLE: 'success', PENDING: 'warning', USED_UP: 'default', EXPIRED: 'default' } as const

/** The batches of points and when they end, with totals that must give the balance. */
export function LotTable({ profile }: { profile: Profile }) {
  const { say } = usePreferences()
  const [all, setAll] = useState(false)
  const alive = profile.lots.filter(lot => lot.state === 'AVAILABLE' || lot.state === 'PENDING')
  const sums = sumLots(profile.lots, profile.balances)
  const shown = all ? profile.lots : alive
  return (
    <>
      <div className="tool-bar">
        <LotProof sums={sums} balances={profile.balances} />
        <Segmented
          value={all ? 'all' : 'alive'}
          onChange={value => setAll(value === 'all')}
          aria-label={say('lots.which')}
          options={[
            { value: 'alive', label: say('lots.alive', { count: alive.length }) },
            { value: 'all', label: say('lots.all', { count: profile.lots.length }) },
          ]}
        />
      </div>
      <DataTable<Lot>
        label={say('member.lots')}
        minWidth={960}
        pageSize={24}
        rows={shown}
        rowKey={lot => `${lot.earnedMonth} ${lot.availableAt} ${lot.lastValidOn}`}
        columns={useColumns()}
        empty={<EmptyView drawing="bowl" title={say('lots.none')} hint={say('lots.none.hint')} />}
        summary={() => (
          <Table.Summary.Row className="totals">
            <Table.Summary.Cell index={0} colSpan={2}>
              {say('lots.total', { count: profile.lots.length })}
            </Table.Summary.Cell>
            {parts.map((part, index) => (
              <Table.Summary.Cell key={part} index={index + 2} align="right">
                <span className="number">{formatPoints(sums[part])}</span>
              </Table.Summary.Cell>
            ))}
            <Table.Summary.Cell index={8} colSpan={2} />
          </Table.Summary.Row>
        )}
      />
    </>
  )
}

/** The check mark: the lots, added up here, are the balance the server keeps. */
function LotProof({ sums, balances }: { sums: ReturnType<typeof sumLots>; balances: Profile['balances'] }) {
  const { say } = usePreferences()
  if (sums.matches && sums.whole) {
    return (
      <span className="proof good">
        <CheckCircleFilled /> {say('lots.proof', { points: formatPoints(sums.available) })}
      </span>
    )
  }
  return (
    <span className="proof bad" role="alert">
      <CloseCircleFilled />{' '}
      {say('lots.broken', { lots: formatPoints(sums.available), balance: formatPoints(balances.available) })}
    </span>
  )
}

function useColumns(): Columns<Lot> {
  const { say } = usePreferences()
  return [
    digits(say('lots.month'), 105, lot => lot.earnedMonth),
    digits(say('lots.from'), 115, lot => dayOf(lot.availableAt)),
    ...parts.map(part =>
      figures<Lot>(say(`lots.${part}`), undefined, lot => (
        <Quiet when={lot[part] === 0}>
          {part === 'remaining' ? <strong>{formatPoints(lot.remaining)}</strong> : formatPoints(lot[part])}
        </Quiet>
      )),
    ),
    figures(say('lots.until'), 130, lot => lot.lastValidOn ?? say('lots.forever')),
    column(say('lots.state'), 110, lot => <Tag color={stateColours[lot.state]}>{say(`lots.state.${lot.state}`)}</Tag>),
  ]
}
