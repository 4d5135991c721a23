import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { formatPoints } from '@huitou/shared/amounts'
import { Segmented, Table, type TableProps, Tag } from 'antd'
import { useState } from 'react'
import { usePreferences } from '../preferences'
import { DataTable } from './data-table'
import { type Lot, sumLots } from './lot-sums'
import type { Profile } from './member-head'
import { EmptyView } from './state-views'

const figures = ['granted', 'remaining', 'held', 'spent', 'expired', 'clawed'] as const
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
        minWidth={860}
        pageSize={24}
        rows={shown}
        rowKey={lot => `${lot.earnedMonth} ${lot.availableAt} ${lot.lastValidOn}`}
        columns={useColumns()}
        empty={<EmptyView drawing="bowl" title={say('lots.none')} hint={say('lots.none.hint')} />}
        summary={() => (
          <Table.Summary.Row className="totals">
            <Table.Summary.Cell index={0}>{say('lots.total', { count: profile.lots.length })}</Table.Summary.Cell>
            {figures.map((figure, index) => (
              <Table.Summary.Cell key={figure} index={index + 1} align="right">
                <span className="number">{formatPoints(sums[figure])}</span>
              </Table.Summary.Cell>
            ))}
            <Table.Summary.Cell index={7} colSpan={2} />
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

function useColumns(): NonNullable<TableProps<Lot>['columns']> {
  const { say } = usePreferences()
  return [
    {
      key: 'month',
      title: say('lots.month'),
      width: 110,
      render: (_, lot) => <span className="number">{lot.earnedMonth}</span>,
    },
    ...figures.map(figure => ({
      key: figure,
      title: say(`lots.${figure}`),
      align: 'right' as const,
      render: (_: unknown, lot: Lot) => (
        <span className={lot[figure] === 0 ? 'number quiet' : figure === 'remaining' ? 'number strong' : 'number'}>
          {formatPoints(lot[figure])}
        </span>
      ),
    })),
    {
      key: 'until',
      title: say('lots.until'),
      width: 130,
      align: 'right',
      render: (_, lot) => <span className="number">{lot.lastValidOn ?? say('lots.forever')}</span>,
    },
    {
      key: 'state',
      title: say('lots.state'),
      width: 110,
      render: (_, lot) => <Tag color={stateColours[lot.state]}>{say(`lots.state.${lot.state}`)}</Tag>,
    },
  ]
}
