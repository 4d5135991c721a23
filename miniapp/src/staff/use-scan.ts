import { useState } from 'react'
import type { CallError } from '../call'
import { asCallError } from '../hooks/use-load'
import { type Scanner, useScanner } from '../parts/code-sheet'
import { go } from '../routes'
import { wechat } from '../wechat'
import { type Scan, scanned } from './till'
import { onCounter } from './verify/counter'
import { mistakeOf } from './verify/typed-code'
import { type Found, recognise } from './verify-client'

/** A receipt's own barcode: not a member's (sixteen digits and more), and nothing with spaces or slashes. */
const BILL_NO = /^(?!\d{16,20}$)[A-Za-z0-9][A-Za-z0-9_-]{2,31}$/

interface Heard {
  onScan: (scan: Scan) => void
  /** `kept` when the bill is recorded here already. */
  onReceipt: (billNo: string, kept: boolean) => void
}
export interface StaffScan {
  scanner: Scanner
  error: CallError | null
  busy: boolean
  /** The wrong check digit of what was typed: it was not sent at all. */
  mistyped: boolean
}

const IDLE = { error: null, busy: false, mistyped: false }

/**
 * One scan for everything: the server says what the code is. A coupon or voucher goes to its confirmation, whatever page
 * was in front; what the server does not know and looks like a bill number is taken for a receipt.
 */
export function useStaffScan({ onScan, onReceipt }: Heard): StaffScan {
  const [state, setState] = useState<Omit<StaffScan, 'scanner'>>(IDLE)
  const take = (found: Found, code: string) => {
    if (found.by === 'PHONE') return lay({ shown: { code }, check: found.check, offline: true })
    if (found.by === 'PHONE_MEMBER') return go('offlineBill', { code: found.code })
    const { scan } = found
    if (scan.kind === 'BILL') return onReceipt(scan.bill.billNo, true)
    if (scan.kind === 'COUPON' || scan.kind === 'VOUCHER')
      return lay({ shown: { code }, check: scan.check, offline: false })
    scanned.set(scan)
    onScan(scan)
  }
  const scanner = useScanner(async (text, typed) => {
    if (state.busy) return
    if (typed && mistakeOf(text)) return setState({ ...IDLE, mistyped: true })
    setState({ ...IDLE, busy: true })
    try {
      const found = await recognise(text)
      setState(IDLE)
      take(found, text)
    } catch (failure) {
      const error = asCallError(failure)
      const receipt = error.code === 'code.unknown' && BILL_NO.test(text)
      setState({ ...IDLE, error: receipt ? null : error })
      if (receipt) onReceipt(text, false)
      else wechat.signal('FAILURE')
    }
  })
  return { scanner, ...state }
}

function lay(item: Parameters<typeof onCounter.set>[0]): void {
  onCounter.set(item)
  go('verify')
}
