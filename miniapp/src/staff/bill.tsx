import { formatPoints } from '@huitou/shared/amounts'
import { refusalText } from '@huitou/shared/refusals'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { spoken } from '../parts/aria'
import { CodeSheet } from '../parts/code-sheet'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { TierBadge } from '../parts/tier-badge'
import { go } from '../routes'
import { BillForm } from './bill-form'
import { useTexts } from './language'
import './staff.scss'
import { type Diner, dinersOf, type Scan, scanned } from './till'
import { benefitsOf } from './to-member'
import { useStaffScan } from './use-scan'

/**
 * From a scan to a recorded bill. Opened by a scan (a member, or a table with its diners), by a receipt (bill number
 * known, member still to be scanned), or for a guest who is no member (`none`).
 */
export default function BillPage() {
  const { t, language } = useTexts()
  const params = useRouter().params
  const [found, setFound] = useState(params.none || params.billNo ? null : scanned.now())
  const [chosen, setChosen] = useState<Diner | null>(found && (namedIn(found, params.scanId) ?? onlyOf(found)))
  const [billNo, setBillNo] = useState(params.billNo ?? '')
  const take = (latest: Scan) => {
    setFound(latest)
    setChosen(onlyOf(latest))
  }
  const scan = useStaffScan({ onScan: take, onReceipt: setBillNo })
  const diners = found ? dinersOf(found) : []
  // A table that answered without diners has nobody to choose; anything else here still waits for its scan.
  const missing = found ? refusalText('table.no_diner', language) : t(params.billNo ? 'bill.receipt' : 'bill.noMember')
  const start = () => void scan.scanner.start()

  return (
    <Screen title={t('bill.title')}>
      {chosen && (
        <DinerCard
          diner={chosen}
          benefits={found ? benefitsOf(found) : 0}
          onOther={diners.length > 1 ? () => setChosen(null) : start}
        />
      )}
      {!chosen && diners.length > 1 && <Choice diners={diners} onChoose={setChosen} />}
      {!chosen && diners.length === 0 && !params.none && (
        <View className="card">
          <Empty
            picture="bowl"
            title={missing}
            note={t('bill.noMemberNote')}
            action={{ label: t('bill.scanMember'), onTap: start }}
          />
        </View>
      )}
      {!chosen && params.none && (
        <View className="banner banner--amber">
          <View className="grow">{t('bill.nobody')}</View>
          <View className="link" onClick={start} {...spoken({ role: 'button' })}>
            {t('bill.scanMember')}
          </View>
        </View>
      )}
      {scan.error && (
        <ErrorNote title={t('staff.scanFailed')} error={scan.error} onRetry={start} retryLabel={t('staff.scanAgain')} />
      )}
      {(chosen || params.none) && <BillForm diner={chosen} billNo={billNo} onBillNo={setBillNo} />}
      <CodeSheet scanner={scan.scanner} title={t('staff.typeTitle')} hint={t('staff.typeHint')} />
    </Screen>
  )
}

/** The diner whose card was open before. */
function namedIn(scan: Scan, named: string | undefined): Diner | null {
  return dinersOf(scan).find(({ scanId }) => scanId === named) ?? null
}

/** The diner of a scan that leaves no choice. */
function onlyOf(scan: Scan): Diner | null {
  const [only, other] = dinersOf(scan)
  return only && !other ? only : null
}

interface CardProps {
  diner: Diner
  /** How many things the guest can use here and now, where the scan said so. */
  benefits: number
  onOther: () => void
}

/** What staff need to greet the guest and no more: the full phone number is never here. A tap shows what is usable. */
function DinerCard({ diner, benefits, onOther }: CardProps) {
  const { t } = useTexts()
  return (
    <View className="card line">
      <Icon name="person" className="row__icon" />
      <View
        className="grow"
        hoverClass="pressed"
        onClick={() => go('member', { scanId: diner.scanId, from: 'bill' })}
        {...spoken({ role: 'button' })}
      >
        <View className="line">
          <View className="title staff__name">{diner.name || t('member')}</View>
          <TierBadge tier={diner.tier} />
        </View>
        <View className="note">
          {diner.phoneMasked}
          {diner.tableName && ` · ${t('table.name', { name: diner.tableName })}`}
        </View>
        <View className="note figure">{t('bill.has', { points: formatPoints(diner.points) })}</View>
        {benefits > 0 && <View className="chip chip--jade">{t('member.benefits', { count: benefits })}</View>}
      </View>
      <View className="link" onClick={onOther} {...spoken({ role: 'button' })}>
        {t('bill.other')}
      </View>
    </View>
  )
}

function Choice({ diners, onChoose }: { diners: Diner[]; onChoose: (diner: Diner) => void }) {
  const { t } = useTexts()
  return (
    <View>
      <View className="heading">{t('bill.choose')}</View>
      <View className="note gap-4">{t('bill.chooseNote')}</View>
      <View className="card card--flush gap-16">
        {diners.map(diner => (
          <Row
            key={diner.scanId}
            icon="person"
            title={diner.name || t('member')}
            note={diner.phoneMasked}
            onTap={() => onChoose(diner)}
          />
        ))}
      </View>
    </View>
  )
}
