/** A signed code as the confirmation page shows it, in words of this phone alone. */
import { formatYuan } from '@huitou/shared/amounts'
import type { OfflineToken } from '@huitou/shared/offline-tokens'
import type { Bilingual, Values } from '../../language'
import { zh } from '../texts'
import { en } from '../texts.en'
import type { offlineZh } from '../texts.offline'
import type { Check } from '../verify-client'
import type { Obstacle } from './judge'

type Key = keyof typeof offlineZh

export function bothOf(key: Key, values: Values = {}): Bilingual {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  return { zh: fill(zh[key]), en: fill(en[key]) }
}

/** The sentence for what stands in the way. */
export function refusalOf(obstacle: Obstacle, perItemWorthFen: number): Bilingual {
  return bothOf(`off.no.${obstacle}`, { amount: formatYuan(perItemWorthFen) })
}

interface Judged {
  token: OfflineToken
  obstacle: Obstacle | null
  left: number
  /** What the bill comes to; null where nobody has said. */
  billFen: number | null
  perItemWorthFen: number
}

export function checkOf({ token, obstacle, left, billFen, perItemWorthFen }: Judged): Check {
  const worthFen = token.worthFen ?? 0
  const short = token.minFen > 0 && (billFen === null || billFen < token.minFen)
  const refusal = obstacle && refusalOf(obstacle, perItemWorthFen)
  const isCoupon = token.kind === 'COUPON'
  const amount = formatYuan(worthFen)
  return {
    kind: isCoupon ? 'COUPON' : 'VOUCHER',
    id: token.subject,
    name: { zh: token.name, en: token.name },
    valueLine: isCoupon ? { zh: amount, en: amount } : bothOf('off.dish'),
    condition: token.minFen > 0 ? bothOf('off.min', { amount: formatYuan(token.minFen) }) : { zh: '', en: '' },
    image: null,
    // Who holds it is not in the code: nothing personal lies in a basement.
    owner: { memberNo: '', nickname: '', phoneMasked: '' },
    left,
    uses: token.left,
    checks: checksOf(token, obstacle, { short, billFen }),
    firstUse: null,
    canVerify: obstacle === null && !short,
    advice: refusal,
    needsBill: token.minFen > 0,
    discountFen: isCoupon ? (billFen === null ? worthFen : Math.min(worthFen, billFen)) : null,
    worthFen,
    expiresAt: new Date(token.untilAt).toISOString(),
  }
}

function checksOf(
  token: OfflineToken,
  obstacle: Obstacle | null,
  { short, billFen }: { short: boolean; billFen: number | null },
): Check['checks'] {
  const used = obstacle === 'USED_HERE' || obstacle === 'NONE_LEFT'
  const one = (rule: Check['checks'][number]['rule'], ok: boolean, key: Key, values?: Values) => ({
    rule,
    ok,
    text: bothOf(key, values),
  })
  const state = used ? 'off.check.usedHere' : obstacle === 'SUSPECT' ? 'off.check.suspect' : 'off.check.STATE'
  const dates =
    obstacle === 'EXPIRED' ? 'off.check.expired' : obstacle === 'NOT_YET' ? 'off.check.notYet' : 'off.check.ok'
  const amount = formatYuan(token.minFen)
  const bill = short && billFen !== null ? 'off.check.billShort' : 'off.check.bill'
  return [
    one('STATE', !used && obstacle !== 'SUSPECT', state),
    one('VALIDITY', dates === 'off.check.ok', dates),
    one('STORE', obstacle !== 'OTHER_STORE', obstacle === 'OTHER_STORE' ? 'off.check.otherStore' : 'off.check.store'),
    ...(token.minFen > 0 ? [one('BILL', !short, bill, { amount })] : []),
  ]
}
