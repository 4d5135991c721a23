import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { PayClientWorld } from '../../../test/simulators/wechat-pay/pay-client-world.js'
import { startPaySimulator } from '../../../test/simulators/wechat-pay/pay-simulator.js'

let world: PayClientWorld

beforeEach(async () => {
  world = await PayClientWorld.start()
})

afterEach(() => world.close())

describe('an order', () => {
  test('is made, paid with parameters the phone accepts, and asked about by both numbers', async () => {
    const order = world.order()
    const prepayId = await world.client.prepay(order)
    const waiting = await world.client.query(order.outTradeNo)
    expect(waiting).toMatchObject({ state: 'NOTPAY', transactionId: null, paidAt: null })
    const parameters = world.client.parametersOf(prepayId, world.control.now())
    const { transactionId } = world.control.pay(parameters, order.openid)
    const paid = {
      outTradeNo: order.outTradeNo,
      state: 'SUCCESS',
      transactionId,
      paidAt: world.control.now(),
      amountFen: 8850,
      payerFen: 8850,
    }
    expect(await world.client.query(order.outTradeNo)).toEqual(paid)
    expect(await world.client.queryTransaction(transactionId ?? '')).toEqual(paid)
  })

  test('asked for again with the same words is the same order; with others it is CHANGED', async () => {
    const order = world.order()
    const [first, second] = [await world.client.prepay(order), await world.client.prepay(order)]
    expect(second).not.toBe(first)
    expect(world.control.counts().orders).toBe(1)
    const error = await world.failure(world.client.prepay({ ...order, amountFen: 8849 }))
    expect(error).toMatchObject({ kind: 'CHANGED', code: 'INVALIDREQUEST' })
  })

  test('the same prepay id at the same moment has the same parameters, signature and all', async () => {
    const prepayId = await world.client.prepay(world.order())
    const at = world.control.now()
    expect(world.client.parametersOf(prepayId, at)).toEqual(world.newClient().parametersOf(prepayId, at))
  })

  test.each(['ORDER_PAID', 'INVALID_REQUEST', 'OUT_TRADE_NO_USED', 'ORDERPAID'] as const)(
    'that is paid already (%s) says so, or that it must be asked about',
    async paidCode => {
      world.control.settings({ paidCode })
      const order = world.order()
      world.control.payPrepay(await world.client.prepay(order))
      const { kind } = await world.failure(world.client.prepay(order))
      expect(kind).toBe(paidCode === 'INVALID_REQUEST' ? 'CHANGED' : 'PAID')
    },
  )

  test('of nothing is refused, and so is one without a payer', async () => {
    expect((await world.failure(world.client.prepay(world.order({ amountFen: 0 })))).code).toBe('PARAMERROR')
    expect((await world.failure(world.client.prepay(world.order({ openid: '' })))).kind).toBe('REFUSED')
  })

  test('a number that would be signed and sent differently never leaves', async () => {
    for (const outTradeNo of ['A|1*@x000', '', '../close', '号码号码号码']) {
      expect((await world.failure(world.client.query(outTradeNo))).kind).toBe('REFUSED')
      expect((await world.failure(world.client.close(outTradeNo))).kind).toBe('REFUSED')
    }
    expect(world.control.log()).toEqual([])
  })

  test('nobody knows is NOT_FOUND', async () => {
    expect((await world.failure(world.client.query('T-nobody-knows'))).kind).toBe('NOT_FOUND')
    expect((await world.failure(world.client.queryRefund('R-nobody-knows'))).kind).toBe('NOT_FOUND')
  })

  test('is closed as often as one likes, cannot be paid then, and a paid one cannot be closed', async () => {
    const order = world.order()
    const prepayId = await world.client.prepay(order)
    await world.client.close(order.outTradeNo)
    await world.client.close(order.outTradeNo)
    expect(await world.client.query(order.outTradeNo)).toMatchObject({ state: 'CLOSED' })
    expect(() => world.control.payPrepay(prepayId)).toThrow('该订单已关闭')
    expect((await world.failure(world.client.prepay(order))).kind).toBe('CLOSED')
    expect((await world.failure(world.client.close(await world.paid()))).kind).toBe('PAID')
  })
})

describe('a refund', () => {
  const refund = (outTradeNo: string, outRefundNo = 'R-000001', amountFen = 8850) =>
    world.client.refund({ outTradeNo, outRefundNo, amountFen, totalFen: 8850, reason: '退菜' })

  test('is taken, then through; the same number again is the same refund', async () => {
    const outTradeNo = await world.paid()
    expect(await refund(outTradeNo)).toMatchObject({ state: 'PROCESSING', amountFen: 8850, totalFen: 8850 })
    expect(await refund(outTradeNo)).toMatchObject({ state: 'PROCESSING' })
    expect(world.control.counts().refunds).toBe(1)
    expect(await world.client.queryRefund('R-000001')).toMatchObject({
      state: 'SUCCESS',
      succeededAt: world.control.now(),
    })
    expect(await world.client.query(outTradeNo)).toMatchObject({ state: 'REFUND', amountFen: 8850 })
    expect(world.control.balanceFen()).toBe(0)
  })

  test('of fifty parts works, the fifty-first does not', async () => {
    const outTradeNo = await world.paid()
    for (let part = 1; part <= 50; part += 1) await refund(outTradeNo, `R-00000${part}`, 1)
    expect((await world.failure(refund(outTradeNo, 'R-0000051', 1))).kind).toBe('CHANGED')
    expect(world.control.refunds()).toHaveLength(50)
  })

  test('without enough balance is NOT_ENOUGH, in both spellings, and works later under the same number', async () => {
    const outTradeNo = await world.paid()
    for (const error of ['NOT_ENOUGH', 'NOTENOUGH']) {
      world.control.setFault({ endpoint: 'refunds', error })
      expect((await world.failure(refund(outTradeNo))).kind).toBe('NOT_ENOUGH')
    }
    expect(await refund(outTradeNo)).toMatchObject({ state: 'PROCESSING' })
  })
})

describe('trouble on the way', () => {
  test.each([
    ['a dropped answer', { dropAfterEffect: true }],
    ['half an answer', { truncateBody: 'midway' }],
    ['half an answer that looks whole', { truncateBody: 'short' }],
    ['an answer too late', { latencyMs: 1300 }],
    ['a signature that is wrong', { badSignature: 'flipped' }],
    ['a signature that is old', { badSignature: 'expired' }],
    ['a signature of a stranger', { badSignature: 'forged' }],
    ['a serial nobody knows', { badSignature: 'unknown-serial' }],
    ['no signature', { badSignature: 'missing' }],
    ['a probe', { badSignature: 'probe' }],
  ] as const)('%s leaves the outcome UNKNOWN, and the same request again brings it to light', async (_, fault) => {
    const order = world.order()
    world.control.setFault({ endpoint: 'jsapi', ...fault })
    expect((await world.failure(world.client.prepay(order))).kind).toBe('UNKNOWN')
    expect(await world.client.query(order.outTradeNo)).toMatchObject({ state: 'NOTPAY' })
    await world.client.prepay(order)
    expect(world.control.counts().orders).toBe(1)
  })

  test.each(['appid', 'mchid'] as const)('an answer about another %s is not believed', async foreign => {
    const outTradeNo = await world.paid()
    world.control.setFault({ endpoint: 'query', foreign })
    expect(await world.failure(world.client.query(outTradeNo))).toMatchObject({ kind: 'UNKNOWN' })
  })

  test.each([
    ['SYSTEM_ERROR', 'UNKNOWN'],
    ['BANK_ERROR', 'UNKNOWN'],
    ['SIGN_ERROR', 'MISCONFIGURED'],
    ['NO_AUTH', 'MISCONFIGURED'],
    ['RULE_LIMIT', 'REFUSED'],
    ['NEVER_HEARD_OF', 'UNKNOWN'],
  ])('%s is %s', async (error, kind) => {
    world.control.setFault({ endpoint: 'query', error })
    expect((await world.failure(world.client.query('T000000001'))).kind).toBe(kind)
  })

  test('a gateway’s failure and a merchant who is not there are told apart', async () => {
    world.control.setFault({ endpoint: 'jsapi', status: 502 })
    expect((await world.failure(world.client.prepay(world.order()))).message).toContain('UNKNOWN (HTTP 502')
    const gone = await startPaySimulator()
    await gone.close()
    const nobody = world.newClient({ apiUrl: gone.url })
    expect((await world.failure(nobody.prepay(world.order()))).message).toContain('UNKNOWN (ECONNREFUSED')
  })

  test('too many calls are met with one repetition, not more', async () => {
    world.control.setFault({ endpoint: 'query', error: 'FREQUENCY_LIMITED' })
    const outTradeNo = await world.paid()
    expect(await world.client.query(outTradeNo)).toMatchObject({ state: 'SUCCESS' })
    world.control.setFault({ endpoint: 'query', error: 'FREQUENCY_LIMITED', times: 9 })
    expect((await world.failure(world.client.query(outTradeNo))).kind).toBe('BUSY')
    expect(world.control.log('query')).toHaveLength(4)
  })

  test.each([
    ['a foreign key', { privateKey: 'forger' }],
    ['another serial', { certSerial: 'ABCDEF' }],
  ])('%s does not sign for us', async (_, wrong) => {
    const { keysFor } = await import('../../../test/simulators/wechat-pay/key-ring.js')
    const pem = keysFor('forger').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const stranger = world.newClient('privateKey' in wrong ? { privateKey: pem } : wrong)
    expect((await world.failure(stranger.prepay(world.order()))).code).toBe('SIGNERROR')
  })

  test('a clock that is six minutes off is told by WeChat Pay', async () => {
    const { PayClient } = await import('./wechat-pay.client.js')
    const slow = new PayClient(world.config, { now: () => new Date(world.control.now().getTime() - 360_000) })
    expect((await world.failure(slow.query('T000000001'))).code).toBe('SIGNERROR')
  })

  test('a client that is printed shows no key', () => {
    const shown = inspect(world.client, { depth: null, showHidden: true })
    expect(shown).not.toContain(world.config.apiKey)
  })
})

describe('the bill of a day', () => {
  const day = '2026-11-23'

  test('is there from ten in the morning, and fits its hash', async () => {
    await world.paid()
    expect((await world.failure(world.client.bill(day))).kind).toBe('BUSY')
    world.control.advance(22 * 3600)
    expect(String(await world.client.bill(day))).toContain('`T000000001')
  })

  test('of a day without trade is none', async () => {
    world.control.advance(48 * 3600)
    expect(await world.client.bill(day)).toBeNull()
  })

  test('that lost its end on the way is not taken', async () => {
    await world.paid()
    world.control.advance(22 * 3600)
    world.control.setFault({ endpoint: 'download', truncateBody: 'short' })
    expect((await world.failure(world.client.bill(day))).reason).toBe('hash wrong')
  })
})
