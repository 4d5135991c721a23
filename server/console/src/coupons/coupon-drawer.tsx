import { PlusOutlined } from '@ant-design/icons'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { mayChangeRules } from '../access'
import { useOperator } from '../operator'
import { column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { Bone, EmptyView, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'
import { BatchDialog } from './batch-dialog'
import { BatchTable } from './batch-table'
import type { CouponFile } from './coupon'

interface CouponDrawerProps {
  code: string | null
  onClose: () => void
  onEdit: (file: CouponFile) => void
}

/** One coupon: what it says, its batches and how they go, and how it came to be. */
export function CouponDrawer({ code, onClose, onEdit }: CouponDrawerProps) {
  const { say, pick } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const file = useRead('GET /console/coupons/:code', { params: { code: code ?? '' } }, { enabled: code !== null })
  const [opening, setOpening] = useState(false)
  const { data } = file
  const edit =
    mayChange && data ? (
      <>
        <Button onClick={() => onEdit(data)}>{say('coupon.edit')}</Button>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpening(true)}>
          {say('batch.new')}
        </Button>
      </>
    ) : null
  return (
    <Drawer
      open={code !== null}
      onClose={onClose}
      size={1000}
      title={data ? pick(data.definition.name) || data.definition.name.zh : say('coupons.name')}
      extra={<div className="drawer-footer">{edit}</div>}
      destroyOnHidden
    >
      {!data && file.error ? <ErrorView error={file.error} retry={() => file.refetch()} /> : null}
      {!data && !file.error ? <Bone width="100%" height={120} /> : null}
      {data ? (
        <div className="coupon-file">
          <p>{pick(data.sentence)}</p>
          <h3>{say('coupons.batches')}</h3>
          <BatchTable code={data.code} onOpen={mayChange ? () => setOpening(true) : null} />
          <h3>{say('coupon.versions')}</h3>
          <Versions file={data} />
          <BatchDialog key={String(opening)} code={data.code} open={opening} onClose={() => setOpening(false)} />
        </div>
      ) : null}
    </Drawer>
  )
}

function Versions({ file }: { file: CouponFile }) {
  const { say, pick } = usePreferences()
  return (
    <DataTable<CouponFile['versions'][number]>
      label={say('coupon.versions')}
      minWidth={720}
      rows={file.versions}
      rowKey={one => String(one.version)}
      pageSize={5}
      empty={<EmptyView drawing="ledger" title={say('coupon.versions')} />}
      columns={[
        column(say('coupon.versions'), 90, one => say('coupon.version', { version: one.version })),
        column(say('coupon.sentence'), undefined, one => pick(one.sentence), { className: 'wrap' }),
        column(say('coupon.reason'), 140, one => one.reason, { className: 'wrap' }),
        digits(say('tiers.published_at'), 150, one => minuteOf(one.publishedAt)),
        column(say('tiers.published_by'), 170, one => one.publishedBy, { className: 'wrap' }),
      ]}
    />
  )
}
