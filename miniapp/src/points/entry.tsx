import { formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { call } from '../call'
import { dayOf, stampOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { useTexts } from '../language'
import { copy } from '../notices'
import { spoken } from '../parts/aria'
import { Bone, BoneRows } from '../parts/bone'
import { Where } from '../parts/entry-row'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { Points } from '../parts/points'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go } from '../routes'
import './points.scss'

type Detail = ReplyOf<'GET /member/entries/:entryNo'>

export default function EntryPage() {
  const { t } = useTexts()
  const { entryNo = '' } = useRouter().params
  const detail = useLoad(entryNo && `entry:${entryNo}`, () =>
    call('GET /member/entries/:entryNo', { params: { entryNo } }),
  )
  return (
    <Screen title={t('why.title')} shows={[detail]}>
      {detail.value && <Why detail={detail.value} />}
      {!detail.value && detail.error && (
        <ErrorNote
          title={t('why.failed')}
          error={detail.error}
          onRetry={() => void detail.reload()}
          busy={detail.busy}
        />
      )}
      {!detail.value && !detail.error && (
        <View>
          <View className="card">
            <Bone width={140} height={48} />
            <View className="gap-8">
              <Bone width={220} height={18} />
            </View>
          </View>
          <View className="card card--flush">
            <BoneRows count={4} />
          </View>
        </View>
      )}
    </Screen>
  )
}

function Why({ detail }: { detail: Detail }) {
  const { t, say } = useTexts()
  return (
    <View className="appear">
      <View className="card center">
        <View className="note">{say(detail.title)}</View>
        <Points value={detail.points} size="hero" signed tone={detail.points > 0 ? 'jade' : 'quiet'} />
        <View className="title gap-4">{say(detail.sentence)}</View>
        <View className="note gap-8">
          <Where store={detail.storeName} when={stampOf(detail.occurredAt)} />
        </View>
        {detail.state === 'PENDING' && (
          <View className="chip chip--amber gap-8">
            {detail.availableAt ? t('result.pending', { day: dayOf(detail.availableAt) }) : t('entry.pending')}
          </View>
        )}
      </View>
      <Parts detail={detail} />
      <Steps detail={detail} />
      <NotPaid detail={detail} />
      <Lots detail={detail} />
      <Facts detail={detail} />
    </View>
  )
}

/** What each rule gave. One rule alone is what the sentence says already. */
function Parts({ detail }: { detail: Detail }) {
  const { t, say } = useTexts()
  if (detail.parts.length < 2) return null
  return (
    <View>
      <View className="label">{t('why.parts')}</View>
      <View className="card card--flush">
        {detail.parts.map(part => (
          <Row
            key={part.code}
            title={say(part.rule)}
            note={say(part.sentence)}
            value={<Points value={part.points} signed />}
          />
        ))}
      </View>
    </View>
  )
}

function NotPaid({ detail }: { detail: Detail }) {
  const { t, say } = useTexts()
  if (detail.notPaid.length === 0) return null
  return (
    <View>
      <View className="label">{t('why.notPaid')}</View>
      <View className="card card--flush">
        {detail.notPaid.map(rule => (
          <Row key={rule.code} title={say(rule.rule)} note={say(rule.sentence)} />
        ))}
      </View>
    </View>
  )
}

function Steps({ detail }: { detail: Detail }) {
  const { t, say } = useTexts()
  if (detail.steps.length === 0) return null
  return (
    <View>
      <View className="label">{t('why.steps')}</View>
      <View className="card card--flush">
        {detail.steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one entry never change
          <Row key={i} title={say(step.label)} value={<View className="figure points__value">{step.value}</View>} />
        ))}
      </View>
    </View>
  )
}

function Lots({ detail }: { detail: Detail }) {
  const { t } = useTexts()
  if (detail.lots.length === 0) return null
  return (
    <View>
      <View className="label">{t(detail.points < 0 ? 'why.lotsSpent' : 'why.lots')}</View>
      <View className="card card--flush">
        {detail.lots.map((lot, i) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: the lots of one entry keep their order
            key={i}
            title={lot.lastValidOn ? t('why.lastValid', { day: lot.lastValidOn }) : t('why.noExpiry')}
            note={t(`lot.${lot.state}`)}
            value={<Points value={lot.points} />}
          />
        ))}
      </View>
    </View>
  )
}

function Facts({ detail }: { detail: Detail }) {
  const { t, say } = useTexts()
  const { bill, rule } = detail
  return (
    <View>
      <View className="label">{t('why.facts')}</View>
      <View className="card card--flush">
        {bill && <Row title={t('why.paid')} value={<View className="figure">{formatYuan(bill.paidFen)}</View>} />}
        {bill && bill.refundedFen > 0 && (
          <Row title={t('why.refunded')} value={<View className="figure">{formatYuan(-bill.refundedFen)}</View>} />
        )}
        {bill && (
          <Row
            title={t('why.bill')}
            note={bill.tableName ? t('table.name', { name: bill.tableName }) : undefined}
            value={bill.billNo}
          />
        )}
        {rule && (
          <Row
            title={say(rule.name)}
            note={`${say(rule.sentence)}\n${t('why.rule', { version: rule.version, day: dayOf(rule.publishedAt) })}`}
            onTap={() => go('rules')}
          />
        )}
        <Row title={t('why.balance')} value={<Points value={detail.balanceAfter} />} />
        <View
          className="row"
          hoverClass="pressed"
          onClick={() => copy(detail.entryNo)}
          {...spoken({ role: 'button', label: t('why.copyNumber') })}
        >
          <View className="row__text">
            {t('why.number')}
            <View className="row__note">{t('why.numberNote')}</View>
          </View>
          <View className="row__value figure">{detail.entryNo}</View>
          <Icon name="copy" className="row__next" />
        </View>
      </View>
    </View>
  )
}
