import { expect, test } from '@jest/globals'
import type { Check, Choice } from '../verify-client'
import { onlyTheBill, standingOf } from './may-confirm'

const text = { zh: '', en: '' }
const check = (more: Partial<Check> = {}): Check => ({
  kind: 'COUPON',
  id: '7',
  name: text,
  valueLine: text,
  condition: text,
  image: null,
  owner: { memberNo: '6285123409', nickname: '', phoneMasked: '138****1234' },
  left: 1,
  uses: 1,
  checks: [
    { rule: 'STATE', ok: true, text },
    { rule: 'BILL', ok: true, text },
  ],
  firstUse: null,
  canVerify: true,
  advice: null,
  needsBill: false,
  discountFen: 2000,
  worthFen: 2000,
  expiresAt: '2026-12-31T16:00:00.000Z',
  ...more,
})
const choice = (more: Partial<Choice> = {}): Choice => ({ quantity: 1, billFen: null, note: '', ...more })
const refused = [
  { rule: 'STATE' as const, ok: true, text },
  { rule: 'BILL' as const, ok: false, text },
]

test('what passes every rule may be confirmed, what does not may not', () => {
  expect(standingOf({ check: check(), choice: choice(), checkedWith: null })).toBe('READY')
  expect(standingOf({ check: check({ canVerify: false }), choice: choice(), checkedWith: null })).toBe('NO')
})

test('as many uses as are left may be taken, and not one more', () => {
  const many = check({ left: 3, uses: 5 })
  expect(standingOf({ check: many, choice: choice({ quantity: 3 }), checkedWith: null })).toBe('READY')
  expect(standingOf({ check: many, choice: choice({ quantity: 4 }), checkedWith: null })).toBe('NO')
  expect(standingOf({ check: many, choice: choice({ quantity: 0 }), checkedWith: null })).toBe('NO')
})

test('a coupon that depends on the bill waits for the amount, then for the answer to this very amount', () => {
  const asks = check({ needsBill: true, canVerify: false, checks: refused })
  expect(standingOf({ check: asks, choice: choice(), checkedWith: null })).toBe('NEEDS_BILL')
  expect(standingOf({ check: asks, choice: choice({ billFen: 9_900 }), checkedWith: null })).toBe('CHECKING')
  expect(standingOf({ check: asks, choice: choice({ billFen: 9_900 }), checkedWith: 9_900 })).toBe('NO')
  const met = check({ needsBill: true })
  expect(standingOf({ check: met, choice: choice({ billFen: 10_000 }), checkedWith: 10_000 })).toBe('READY')
  expect(standingOf({ check: met, choice: choice({ billFen: 10_000 }), checkedWith: 1_000 })).toBe('CHECKING')
})

test('nobody types an amount for a coupon that fails for another reason', () => {
  const used = check({ needsBill: true, canVerify: false, checks: [{ rule: 'STATE', ok: false, text }, ...refused] })
  expect(onlyTheBill(used)).toBe(false)
  expect(standingOf({ check: used, choice: choice(), checkedWith: null })).toBe('NO')
})
