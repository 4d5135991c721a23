import { formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { useState } from 'react'
import { call } from '../../call'
import { usePages } from '../../hooks/use-pages'
import { useWho } from '../../hooks/use-who'
import { Bone, BoneRows } from '../../parts/bone'
import { Empty } from '../../parts/empty'
import { useWhen } from '../../parts/entry-row'
import { ErrorNote } from '../../parts/error-note'
import { Row } from '../../parts/row'
import { Screen } from '../../parts/screen'
import { go } from '../../routes'
import { Choices } from '../choices'
import { useTexts } from '../language'
import '../staff.scss'
import type { Receipt } from '../verify-client'

type Page = ReplyOf<'GET /staff/verifications'>
type Kind = 'ALL' | 'COUPON' | 'VOUCHER'
type Part = 'ALL' | 'MINE' | 'VOIDED'

const PAGE = 20

/** What was verified here, by type, with what today came to. */
export default function VerificationsPage() {
  const { t } = useTexts()
  const storeId = useWho().value?.staff?.store.id ?? ''
  const [kind, setKind] = useState<Kind>('ALL')
  const [part, setPart] = useState<Part>('ALL')
  const list = usePages<Page>(`verifications:${storeId}:${kind}:${part}`, cursor =>
    call('GET /staff/verifications', {
      query: {
        limit: PAGE,
        ...(kind === 'ALL' ? {} : { kind }),
        ...(part === 'MINE' ? { mine: 'true' as const } : {}),
        ...(part === 'VOIDED' ? { state: 'VOIDED' as const } : {}),
        ...(cursor ? { cursor } : {}),
      },
    }),
  )
  useReachBottom(list.more)
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  const receipts = list.pages.flatMap(page => page.items)
  const filtered = kind !== 'ALL' || part !== 'ALL'
  return (
    <Screen title={t('verifications.title')} shows={[list.first]}>
      {(list.first.value || !list.error) && <Today today={list.first.value?.today ?? null} />}
      <Filters kind={kind} part={part} onKind={setKind} onPart={setPart} />
      {(list.first.value || !list.error) && (
        <View className="card card--flush">
          {!list.first.value && <BoneRows count={5} />}
          {list.first.value && receipts.length === 0 && (
            <Empty
              picture="ticket"
              title={t(filtered ? 'verifications.noneFiltered' : 'verifications.none')}
              note={filtered ? '' : t('verifications.noneNote')}
            />
          )}
          {receipts.map(receipt => (
            <ReceiptRow key={receipt.id} receipt={receipt} />
          ))}
        </View>
      )}
      {list.error && (
        <ErrorNote
          error={list.error}
          kept={receipts.length > 0 ? t('statement.kept') : ''}
          onRetry={list.retry}
          busy={list.busy}
        />
      )}
    </Screen>
  )
}

interface FilterProps {
  kind: Kind
  part: Part
  onKind: (kind: Kind) => void
  onPart: (part: Part) => void
}

function Filters({ kind, part, onKind, onPart }: FilterProps) {
  const { t } = useTexts()
  return (
    <View>
      <Choices
        choices={[
          { value: 'ALL', name: t('all') },
          { value: 'COUPON', name: t('kind.COUPON') },
          { value: 'VOUCHER', name: t('kind.VOUCHER') },
        ]}
        chosen={kind}
        onChoose={onKind}
      />
      <Choices
        choices={[
          { value: 'MINE', name: t('verifications.onlyMine') },
          { value: 'VOIDED', name: t('verifications.onlyVoided') },
        ]}
        chosen={part}
        onChoose={chosen => onPart(chosen === part ? 'ALL' : chosen)}
      />
    </View>
  )
}

function Today({ today }: { today: Page['today'] | null }) {
  const { t } = useTexts()
  const figures = [
    { name: t('verifications.count'), value: today && String(today.verified) },
    { name: t('verifications.mine'), value: today && String(today.mine) },
    { name: t('verifications.voided'), value: today && String(today.voided) },
    { name: t('verifications.worth'), value: today && formatYuan(today.worthFen) },
  ]
  return (
    <View>
      <View className="label">
        {t('verifications.today')}
        {today && <View className="figure">{today.businessDay}</View>}
      </View>
      <View className="card staff__figures">
        {figures.map(({ name, value }) => (
          <View className="staff__figure" key={name}>
            <View className="note">{name}</View>
            {value === null ? <Bone width={72} height={28} /> : <View className="points points--middle">{value}</View>}
          </View>
        ))}
      </View>
    </View>
  )
}

function ReceiptRow({ receipt }: { receipt: Receipt }) {
  const { t, say } = useTexts()
  const when = useWhen(receipt.at)
  const { discountFen, quantity, uses, offline, state } = receipt
  return (
    <Row
      icon={receipt.kind === 'COUPON' ? 'ticket' : 'gift'}
      title={say(receipt.name)}
      note={
        <View>
          <View className="figure">{`${receipt.serialNo} · ${when}`}</View>
          <View>{`${receipt.owner.nickname || t('member')} · ${receipt.by}`}</View>
          {state === 'VOIDED' && <View className="chip">{t('verification.state.VOIDED')}</View>}
          {offline && <View className="chip chip--amber">{t('verifications.offline')}</View>}
        </View>
      }
      value={
        <View className={`figure ${state === 'VOIDED' ? 'struck' : ''}`}>
          <View>{formatYuan(discountFen ?? receipt.worthFen)}</View>
          {uses > 1 && <View className="note">{t('verifications.times', { count: quantity })}</View>}
        </View>
      }
      onTap={() => go('verification', { id: receipt.id })}
    />
  )
}
