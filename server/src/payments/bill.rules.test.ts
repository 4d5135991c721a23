import { describe, expect, test } from '@jest/globals'
import { type BillLine, differencesOf, fenOf, isOurs, readBill } from './bill.rules.js'

const head = '交易时间,微信订单号,商户订单号,交易状态,商户退款单号,商品名称,订单金额,申请退款金额'
const sums = '总交易单数,应结订单总金额'
const bill = (...lines: string[]) =>
  Buffer.from(['\uFEFF' + head, ...lines, sums, `\`${lines.length},\`1.00`].join('\r\n'))
const payment = '`2026-11-23 12:30:00,`4200001,`HT100001,`SUCCESS,`0,`辣子鸡,`88.50,`0.00'
const refund = '`2026-11-23 13:30:00,`4200001,`HT100001,`REFUND,`HT100001-1,`辣子鸡,`0.00,`8.05'

describe('a bill', () => {
  test('has payments and refunds, in fen', () => {
    expect(readBill(bill(payment, refund))).toEqual([
      { kind: 'PAYMENT', outTradeNo: 'HT100001', transactionId: '4200001', amountFen: 8850 },
      { kind: 'REFUND', outTradeNo: 'HT100001', outRefundNo: 'HT100001-1', amountFen: 805 },
    ])
  })

  test('keeps its columns apart although a dish has a comma in its name', () => {
    const [line] = readBill(bill(payment.replace('辣子鸡', '辣子鸡,大份,88.00')))
    expect(line).toMatchObject({ amountFen: 8850 })
  })

  test.each([
    ['no columns', Buffer.from('<html>')],
    ['no sums', Buffer.from(`${head}\r\n${payment}`)],
    ['a line less than its sums say', Buffer.from(String(bill(payment, refund)).replace(`${refund}\r\n`, ''))],
    ['a line of an unknown kind', bill(payment.replace('SUCCESS', 'REVOKED'))],
    ['an amount that is none', bill(payment.replace('88.50', '88,5'))],
  ])('with %s is none', (_, file) => {
    expect(() => readBill(file)).toThrow(TypeError)
  })

  test.each([
    ['88.50', 8850],
    ['0.29', 29],
    ['1.1', 110],
    ['7', 700],
    ['9999999.99', 999_999_999],
  ])('%s yuan are %i fen, to the fen', (yuan, fen) => {
    expect(fenOf(yuan)).toBe(fen)
  })

  test('of a merchant with other systems has lines that are not ours', () => {
    const [ours, theirs] = readBill(bill(payment, payment.replace('HT100001', 'SHOP-1')))
    expect([isOurs(ours!), isOurs(theirs!)]).toEqual([true, false])
  })
})

describe('held against our books', () => {
  const line: BillLine = { kind: 'PAYMENT', outTradeNo: 'HT100001', transactionId: '42', amountFen: 100 }
  const back: BillLine = { kind: 'REFUND', outTradeNo: 'HT100001', outRefundNo: 'R-1', amountFen: 30 }
  const paid = { outTradeNo: 'HT100001', transactionId: '42', amountFen: 100 }
  const refunded = { outTradeNo: 'HT100001', outRefundNo: 'R-1', amountFen: 30 }
  const none = { payments: [], refunds: [] }
  const both = { payments: [paid], refunds: [refunded] }

  test('what agrees says nothing', () => {
    expect(differencesOf([line, back], both, both)).toEqual([])
    expect(differencesOf([], none, none)).toEqual([])
  })

  test.each<[string, BillLine[], typeof both, typeof both]>([
    ['NOT_HERE', [line], none, none],
    ['NOT_THERE', [], none, { payments: [paid], refunds: [] }],
    ['AMOUNT', [line], { ...none, payments: [{ ...paid, amountFen: 101 }] }, none],
    ['TRANSACTION', [line], { ...none, payments: [{ ...paid, transactionId: '43' }] }, none],
    ['REFUND_NOT_HERE', [back], none, none],
    ['REFUND_NOT_THERE', [], none, { payments: [], refunds: [refunded] }],
    ['REFUND_AMOUNT', [back], { ...none, refunds: [{ ...refunded, amountFen: 31 }] }, none],
  ])('%s is found', (kind, lines, known, due) => {
    expect(differencesOf(lines, known, due)).toMatchObject([{ kind }])
  })
})
