import { formatYuan, MAX_BILL_FEN, parseYuan } from '@huitou/shared/amounts'
import type { RequestOf } from '@huitou/shared/client'
import { Input, View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { tell } from '../notices'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { CodeSheet } from '../parts/code-sheet'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { Screen } from '../parts/screen'
import { goBackTo } from '../routes'
import { wechat } from '../wechat'
import { BILL_NO, BillNoField } from './bill-no-field'
import { useTexts } from './language'
import { Amount, Pad } from './pad'
import './staff.scss'
import { Stepper } from './stepper'
import { type ScannedTable, useTableScan } from './use-table-scan'

/** Brings a bill to a table, where the guests pay it on their own phones. */
export default function TableBillPage() {
  const { t } = useTexts()
  const [table, setTable] = useState<ScannedTable | null>(null)
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const [billNo, setBillNo] = useState('')
  const [size, setSize] = useState(0)
  const bring = useBring()
  const amountFen = parseYuan(text)
  const name = table?.name ?? typed.trim()
  const number = billNo.trim()
  const tooMuch = amountFen !== null && amountFen > MAX_BILL_FEN
  const missing = !name ? 'Table' : amountFen === null ? 'Amount' : BILL_NO.test(number) ? null : 'Number'
  const send = () => {
    if (missing || tooMuch || amountFen === null) return
    const where = table ? { scene: table.scene } : { tableName: name }
    void bring.send({ billNo: number, amountFen, ...where, ...(size > 0 ? { tableSize: size } : {}) }, name)
  }
  return (
    <Screen title={t('tableBill.title')}>
      <View className="card">
        <TableField table={table} typed={typed} onTable={setTable} onTyped={setTyped} />
        <Guests size={size} onSize={setSize} />
      </View>
      <View className="card">
        <View className="note">{t('tableBill.amount')}</View>
        <Amount text={text} />
        <View className={`gap-4 ${tooMuch ? 'amber' : 'note'}`}>
          {t(tooMuch ? 'bill.tooMuch' : 'tableBill.amountNote')}
        </View>
        <View className="gap-8">
          <BillNoField billNo={billNo} onBillNo={setBillNo} />
        </View>
      </View>
      <Pad text={text} onChange={setText} />
      {bring.error && (
        <ErrorNote
          title={t('tableBill.failed')}
          error={bring.error}
          kept={bring.error.offline ? t('tableBill.again') : ''}
        />
      )}
      <Button
        label={
          name && amountFen !== null
            ? t('tableBill.send', { table: name, amount: formatYuan(amountFen) })
            : t('tableBill.sendEmpty')
        }
        tall
        disabled={missing !== null || tooMuch}
        busy={bring.busy}
        onTap={send}
      />
      {missing && (
        <View className="note center gap-8">{t('tableBill.need', { what: t(`tableBill.need${missing}`) })}</View>
      )}
    </Screen>
  )
}

/** How many eat together, where somebody has counted them. */
function Guests({ size, onSize }: { size: number; onSize: (size: number) => void }) {
  const { t } = useTexts()
  const shown = size === 0 ? { shown: t('tableBill.sizeNone') } : {}
  return (
    <View className="line line--between gap-16">
      <View className="note">{t('tableBill.size')}</View>
      <Stepper label={t('tableBill.size')} value={size} least={0} most={100} {...shown} onChange={onSize} />
    </View>
  )
}

interface FieldProps {
  table: ScannedTable | null
  typed: string
  onTable: (table: ScannedTable | null) => void
  onTyped: (typed: string) => void
}

/** The table by its code, or by what stands on it. */
function TableField({ table, typed, onTable, onTyped }: FieldProps) {
  const { t } = useTexts()
  const scan = useTableScan(onTable)
  const start = () => void scan.scanner.start()
  return (
    <View>
      <View className="note">{t('tableBill.table')}</View>
      <View className="line gap-4">
        {table ? (
          <View className="title grow" {...spoken({ role: 'status' })}>
            {t('tableBill.scanned', { name: table.name })}
          </View>
        ) : (
          <Input
            className="field grow"
            value={typed}
            maxlength={20}
            placeholder={t('tableBill.tableHint')}
            aria-label={t('tableBill.table')}
            onInput={event => onTyped(event.detail.value)}
          />
        )}
        <View
          className="sheet__close"
          onClick={table ? () => onTable(null) : start}
          {...spoken({ role: 'button', label: t(table ? 'close' : 'tableBill.scan') })}
        >
          <Icon name={table ? 'close' : 'scan'} />
        </View>
      </View>
      {scan.foreign && <View className="amber gap-4">{t('tableBill.notTable')}</View>}
      {scan.error && <ErrorNote error={scan.error} onRetry={start} />}
      <CodeSheet scanner={scan.scanner} title={t('scan.tableTitle')} hint={t('scan.tableHint')} />
    </View>
  )
}

type Body = RequestOf<'POST /staff/table-bills'>['body']

/** Sends a bill once; sent again under its number it is the same bill. */
function useBring() {
  const { t } = useTexts()
  const [state, setState] = useState<{ busy: boolean; error: CallError | null }>({ busy: false, error: null })
  const locked = useRef(false)
  const send = async (body: Body, table: string) => {
    if (locked.current) return
    locked.current = true
    setState({ busy: true, error: null })
    try {
      await call('POST /staff/table-bills', { body })
      wechat.signal('SUCCESS')
      tell(t('tableBill.sent', { table }))
      goBackTo('tableBills')
    } catch (failure) {
      setState({ busy: false, error: asCallError(failure) })
      wechat.signal('FAILURE')
    }
    locked.current = false
  }
  return { ...state, send }
}
