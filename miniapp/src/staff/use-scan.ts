import { useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { type Scanner, useScanner } from '../parts/code-sheet'
import { wechat } from '../wechat'
import { type Scan, scanned } from './till'

/** A receipt's own barcode: not a member's (sixteen digits and more), and nothing with spaces or slashes. */
const BILL_NO = /^(?!\d{16,20}$)[A-Za-z0-9][A-Za-z0-9_-]{2,31}$/

interface Found {
  onScan: (scan: Scan) => void
  onReceipt: (billNo: string) => void
}
interface StaffScan {
  scanner: Scanner
  error: CallError | null
  busy: boolean
}

/**
 * One scan for everything: the server says whether the code is a member's or a table's; what it does not know and looks
 * like a bill number is taken for a receipt. A member code is used up by this, so it is never sent twice.
 */
export function useStaffScan({ onScan, onReceipt }: Found): StaffScan {
  const [state, setState] = useState<{ error: CallError | null; busy: boolean }>({ error: null, busy: false })
  const scanner = useScanner(async text => {
    if (state.busy) return
    setState({ error: null, busy: true })
    try {
      const scan = await call('POST /staff/scans', { body: { code: text } })
      scanned.set(scan)
      setState({ error: null, busy: false })
      onScan(scan)
    } catch (failure) {
      const error = asCallError(failure)
      const receipt = error.code === 'code.unknown' && BILL_NO.test(text)
      setState({ error: receipt ? null : error, busy: false })
      if (receipt) onReceipt(text)
      else wechat.signal('FAILURE')
    }
  })
  return { scanner, ...state }
}
