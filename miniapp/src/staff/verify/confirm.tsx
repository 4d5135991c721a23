import { formatYuan, parseYuan } from '@huitou/shared/amounts'
import { Input, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { useLoad } from '../../hooks/use-load'
import { BoneRows } from '../../parts/bone'
import { Button } from '../../parts/button'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { Icon } from '../../parts/icon'
import { Screen } from '../../parts/screen'
import { goBack, goInstead } from '../../routes'
import { useStore } from '../../store'
import { wechat } from '../../wechat'
import { useTexts } from '../language'
import { Amount, Pad } from '../pad'
import '../staff.scss'
import { Stepper } from '../stepper'
import { useSettled } from '../use-settled'
import { type Check, type Choice, checkOf, offlineDoor } from '../verify-client'
import { CheckMarks, FirstUse } from './check-marks'
import { type OnCounter, onCounter } from './counter'
import { ItemCard } from './item-card'
import { onlyTheBill, type Standing, standingOf } from './may-confirm'
import { NoAnswer } from './no-answer'
import { Signal } from './signal'
import { useVerify } from './use-verify'

/** What is about to be verified, rule by rule; one tap, then nothing can be tapped until the outcome is known. */
export default function ConfirmPage() {
  const { t } = useTexts()
  const item = useStore(onCounter)
  return (
    <Screen title={t('verify.title')}>
      {item ? (
        <Counter item={item} />
      ) : (
        <Empty
          picture="ticket"
          title={t('verify.none')}
          note={t('verify.noneNote')}
          action={{ label: t('bind.toWorkbench'), onTap: () => goInstead('workbench') }}
        />
      )}
    </Screen>
  )
}

function Counter({ item }: { item: OnCounter }) {
  const { t } = useTexts()
  const name = JSON.stringify(item.shown)
  const first = useLoad(item.check || item.offline ? null : `check:${name}`, () => checkOf(item.shown, null), {
    freshMs: 0,
  })
  const check = item.check ?? first.value
  if (check) return <Decision item={item} first={check} />
  if (first.error) {
    return (
      <ErrorNote
        title={t('verify.failed')}
        error={first.error}
        kept={t('verify.kept')}
        onRetry={() => void first.reload()}
        busy={first.busy}
      />
    )
  }
  return (
    <View className="card card--flush">
      <BoneRows count={5} />
    </View>
  )
}

function Decision({ item, first }: { item: OnCounter; first: Check }) {
  const { t, say } = useTexts()
  const [quantity, setQuantity] = useState(1)
  const [note, setNote] = useState('')
  const [amount, setAmount] = useState('')
  const billFen = first.needsBill ? parseYuan(amount) : null
  const judged = useJudged(item, first, billFen)
  const { check } = judged
  const choice = { quantity, billFen, note }
  const standing = standingOf({ check, choice, checkedWith: judged.checkedWith })
  const order = useVerify(item, check)
  if (order.unknown) return <Unknown order={order} />
  const dead = !check.canVerify && !(first.needsBill && onlyTheBill(check))
  return (
    <View>
      {item.offline && <OfflineWord />}
      <ItemCard check={check} />
      {dead && <Cannot check={check} />}
      <View className="label">{t('verify.checks')}</View>
      <CheckMarks checks={check.checks} />
      {!dead && (
        <View>
          {check.left > 1 && <Uses left={check.left} quantity={quantity} onQuantity={setQuantity} />}
          {first.needsBill && <BillPad text={amount} onChange={setAmount} standing={standing} check={check} />}
          {!item.offline && (
            <Input
              className="field"
              value={note}
              maxlength={100}
              placeholder={`${t('verify.note')}（${t('verify.noteHint')}）`}
              aria-label={t('verify.note')}
              onInput={event => setNote(event.detail.value)}
            />
          )}
          {judged.error && <ErrorNote error={judged.error} onRetry={judged.retry} />}
          <Send order={order} choice={choice} standing={standing} advice={check.advice && say(check.advice)} />
        </View>
      )}
      <Button label={t('verify.back')} kind="plain" onTap={goBack} />
      {order.busy && <Processing />}
    </View>
  )
}

function Uses({ left, quantity, onQuantity }: { left: number; quantity: number; onQuantity: (count: number) => void }) {
  const { t } = useTexts()
  const label = t('verify.quantity')
  return (
    <View className="card line line--between">
      <View>{label}</View>
      <Stepper label={label} value={quantity} least={1} most={left} onChange={onQuantity} />
    </View>
  )
}

interface SendProps {
  order: ReturnType<typeof useVerify>
  choice: Choice
  standing: Standing
  advice: string | null
}

/** The one tap, and what is still missing for it. */
function Send({ order, choice, standing, advice }: SendProps) {
  const { t } = useTexts()
  const { quantity } = choice
  return (
    <View>
      {order.notDone && <View className="banner banner--amber gap-8">{t('verify.notDone')}</View>}
      <View className="gap-16">
        <Button
          label={t(quantity > 1 ? 'verify.confirmMany' : 'verify.confirm', { count: quantity })}
          tall
          disabled={standing !== 'READY'}
          busy={order.busy}
          onTap={() => void order.send(choice)}
        />
      </View>
      {standing === 'NEEDS_BILL' && <View className="note center gap-8">{t('verify.needBill')}</View>}
      {standing === 'NO' && advice && <View className="amber center gap-8">{advice}</View>}
    </View>
  )
}

/** The check with the bill that is typed in, once the fingers have rested. */
function useJudged(item: OnCounter, first: Check, billFen: number | null) {
  const settled = useSettled(billFen)
  const key = settled === null || item.offline ? null : `check:${JSON.stringify(item.shown)}:${settled}`
  const again = useLoad(key, () => checkOf(item.shown, settled), { freshMs: 0 })
  if (item.offline) return { ...judgedHere(item, first, billFen), error: null, retry: () => undefined }
  const checkedWith = again.value ? settled : null
  return {
    check: again.value ?? first,
    checkedWith,
    error: again.value ? null : again.error,
    retry: () => void again.reload(),
  }
}

/** Without a network this phone judges by itself, at once. */
function judgedHere({ shown }: OnCounter, first: Check, billFen: number | null) {
  const door = offlineDoor.now()
  if (billFen === null || !door || !('code' in shown)) return { check: first, checkedWith: null }
  return { check: door.judge(shown.code, billFen), checkedWith: billFen }
}

interface PadProps {
  text: string
  onChange: (text: string) => void
  standing: Standing
  check: Check
}

function BillPad({ text, onChange, standing, check }: PadProps) {
  const { t } = useTexts()
  const worth = check.discountFen
  return (
    <View>
      <View className="card">
        <View className="note">{t('verify.bill')}</View>
        <Amount text={text} />
        <View className="staff__quote">
          {standing === 'READY' && worth !== null ? (
            <View className="title figure jade">{t('verify.discount', { amount: formatYuan(worth) })}</View>
          ) : (
            <View className="note">{t(standing === 'CHECKING' ? 'verify.checking' : 'verify.billNote')}</View>
          )}
        </View>
      </View>
      <Pad text={text} onChange={onChange} />
    </View>
  )
}

/** Why not, what the guest can do, and who was first. */
function Cannot({ check }: { check: Check }) {
  const { t, say } = useTexts()
  // Heard as well as seen, once for one look.
  useEffect(() => wechat.signal('FAILURE'), [])
  return (
    <View className="cannot">
      <View className="line">
        <Icon name="close" className="row__icon" />
        <View className="title">{t(check.firstUse ? 'verify.used' : 'verify.cannot')}</View>
      </View>
      {check.firstUse && <FirstUse use={check.firstUse} />}
      {check.advice && !check.firstUse && <View className="gap-8">{say(check.advice)}</View>}
    </View>
  )
}

function OfflineWord() {
  const { t } = useTexts()
  return (
    <View className="banner banner--amber">
      <Icon name="offline" className="banner__icon" />
      <View className="grow">
        <View className="strong">{t('verify.offline')}</View>
        <View>{t('verify.offlineNote')}</View>
      </View>
    </View>
  )
}

/** Nothing on the page below can be tapped while the answer is awaited. */
function Processing() {
  const { t } = useTexts()
  return (
    <Signal tone="waiting">
      <View className="signal__word">{t('verify.processing')}</View>
      <View className="gap-8">{t('verify.processingNote')}</View>
    </Signal>
  )
}

function Unknown({ order }: { order: ReturnType<typeof useVerify> }) {
  const { t } = useTexts()
  return (
    <View>
      <View className="card">
        <View className="heading">{t('verify.unknown')}</View>
        <View className="gap-8">{t('verify.unknownNote')}</View>
        <View className="gap-16">
          <Button label={t('verify.ask')} tall busy={order.busy} onTap={() => void order.ask()} />
          <Button label={t('bind.toWorkbench')} kind="plain" onTap={() => goInstead('workbench')} />
        </View>
      </View>
      {order.error && <NoAnswer error={order.error} />}
    </View>
  )
}
