import { formatChange, formatPoints, formatYuan } from '@huitou/shared/amounts'
import { Alert, App, Button, Drawer, Popconfirm, Tag } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { mayChangeRules } from '../access'
import { call } from '../call'
import { useOperator } from '../operator'
import { column, digits, figures } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { useIntention } from '../parts/request-id'
import { Bone, EmptyView, ErrorView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange, useRead } from '../queries'
import { minuteOf } from '../times'
import { usePrice } from './price'
import { type RewardFile, shareText } from './reward'
import { StockDialog } from './stock-dialog'

/** One reward: what it says, how it goes, its versions, and what was done to its stock. */
export function RewardDrawer({ code, onClose }: { code: string | null; onClose: () => void }) {
  const { say, pick } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const file = useRead('GET /console/rewards/:code', { params: { code: code ?? '' } }, { enabled: code !== null })
  const { data } = file
  return (
    <Drawer
      open={code !== null}
      onClose={onClose}
      size={880}
      title={data ? pick(data.definition.name) || data.definition.name.zh : say('rewards.name')}
      extra={data && mayChange ? <Actions file={data} /> : null}
      destroyOnHidden
    >
      {!data && file.error ? <ErrorView error={file.error} retry={() => file.refetch()} /> : null}
      {!data && !file.error ? <Bone width="100%" height={120} /> : null}
      {data ? <Body file={data} /> : null}
    </Drawer>
  )
}

function Actions({ file }: { file: RewardFile }) {
  const { say, language, pick } = usePreferences()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [stocking, setStocking] = useState(false)
  const [requestId, next] = useIntention()
  const touched = ['GET /console/rewards', 'GET /console/rewards/:code', 'GET /console/audit'] as const
  const turn = useChange(
    (onShelf: boolean) => call('PUT /console/rewards/:code/state', { params: { code: file.code }, body: { onShelf } }),
    touched,
  )
  const stock = useChange(
    (body: { by: number; reason: string }) =>
      call('POST /console/rewards/:code/stock-changes', { params: { code: file.code }, body: { ...body, requestId } }),
    touched,
  )
  const failed = (error: Error) => message.error(textOf(error, say, language))
  const sendStock = (by: number, reason: string) =>
    stock.mutate(
      { by, reason },
      {
        onSuccess: () => {
          next()
          setStocking(false)
          message.success(say('stock.done'))
        },
        onError: error => {
          if (!error.passing) next()
          failed(error)
        },
      },
    )
  const shelf = file.onShelf ? (
    <Popconfirm title={say('reward.file.off.ask')} onConfirm={() => turn.mutate(false, { onError: failed })}>
      <Button loading={turn.isPending}>{say('reward.file.off')}</Button>
    </Popconfirm>
  ) : (
    <Button loading={turn.isPending} onClick={() => turn.mutate(true, { onError: failed })}>
      {say('reward.file.on')}
    </Button>
  )
  return (
    <div className="drawer-footer">
      {shelf}
      <Button onClick={() => setStocking(true)}>{say('reward.file.stock')}</Button>
      <Button type="primary" onClick={() => navigate(`/rewards/editor?code=${encodeURIComponent(file.code)}`)}>
        {say('reward.file.edit')}
      </Button>
      {stocking ? (
        <StockDialog
          title={say('stock.title', { name: pick(file.definition.name) || file.definition.name.zh })}
          left={file.figures.left}
          pending={stock.isPending}
          onSend={sendStock}
          onClose={() => setStocking(false)}
        />
      ) : null}
    </div>
  )
}

function Body({ file }: { file: RewardFile }) {
  const { say, pick } = usePreferences()
  const price = usePrice()
  const { definition, figures: of } = file
  return (
    <div className="coupon-file">
      <div className="reward-name">
        {definition.image ? <img className="reward-mark" src={`/images/${definition.image}-small`} alt="" /> : null}
        <span className="stacked">
          <span>
            <Tag color={file.onShelf ? 'success' : 'default'}>
              {say(file.onShelf ? 'rewards.shelf.on' : 'rewards.shelf.off')}
            </Tag>{' '}
            <strong className="number">{price(definition)}</strong>
          </span>
          <span className="quiet">{pick(definition.note) || definition.note.zh}</span>
        </span>
      </div>
      {file.alert ? <Alert type="warning" showIcon title={say('rewards.low')} /> : null}
      <h3>{say('reward.file.figures')}</h3>
      <dl className="reward-figures">
        <One label={say('rewards.left')} value={`${formatPoints(of.left)} / ${formatPoints(of.stock)}`} />
        <One label={say('rewards.sold')} value={shareText(of.redeemed, of.stock)} />
        <One label={say('rewards.redeemed')} value={formatPoints(of.redeemed)} />
        <One label={say('reward.file.members')} value={formatPoints(of.members)} />
        <One label={say('reward.file.points')} value={formatPoints(of.points)} />
        <One label={say('reward.file.cash')} value={formatYuan(of.cashFen)} />
        <One label={say('reward.file.unused')} value={formatPoints(of.expired)} />
        <One label={say('reward.file.returned')} value={formatPoints(of.returned)} />
      </dl>
      <History file={file} />
    </div>
  )
}

function History({ file }: { file: RewardFile }) {
  const { say } = usePreferences()
  const price = usePrice()
  return (
    <>
      <h3>{say('reward.file.versions')}</h3>
      <DataTable<RewardFile['versions'][number]>
        inside
        label={say('reward.file.versions')}
        minWidth={640}
        rows={file.versions}
        rowKey={one => String(one.version)}
        pageSize={5}
        empty={<EmptyView drawing="ledger" title={say('reward.file.versions')} />}
        columns={[
          column(say('reward.file.versions'), 90, one => say('coupon.version', { version: one.version })),
          column(say('rewards.price'), 170, one => price(one.price)),
          column(say('coupon.reason'), undefined, one => one.reason, { className: 'wrap' }),
          digits(say('tiers.published_at'), 150, one => minuteOf(one.publishedAt)),
          column(say('tiers.published_by'), 150, one => one.publishedBy, { className: 'wrap' }),
        ]}
      />
      <h3>{say('reward.file.changes')}</h3>
      <DataTable<RewardFile['stockChanges'][number]>
        inside
        label={say('reward.file.changes')}
        minWidth={560}
        rows={file.stockChanges}
        rowKey={one => one.at + one.by}
        pageSize={5}
        empty={<p className="quiet">{say('reward.file.changes.none')}</p>}
        columns={[
          figures(say('reward.file.by'), 90, one => formatChange(one.by)),
          column(say('stock.reason'), undefined, one => one.reason, { className: 'wrap' }),
          digits(say('tiers.published_at'), 150, one => minuteOf(one.at)),
          column(say('tiers.published_by'), 150, one => one.who, { className: 'wrap' }),
        ]}
      />
    </>
  )
}

function One({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="number">{value}</dd>
    </div>
  )
}
