import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { PayClientWorld } from '../../../test/simulators/wechat-pay/pay-client-world.js'

let world: PayClientWorld

beforeEach(async () => {
  world = await PayClientWorld.start()
})

afterEach(() => world.close())

describe('keys', () => {
  test('certificates are fetched once, sealed and signed, and again after twelve hours', async () => {
    world.control.mode('cert')
    const client = world.newClient({ publicKeys: [] })
    await Promise.all([client.prepay(world.order()), client.prepay(world.order()), client.prepay(world.order())])
    expect(world.control.log('certificates')).toHaveLength(1)
    world.control.rotateCertificate()
    world.control.advance(12 * 3600)
    await client.prepay(world.order())
    expect(world.control.log('certificates')).toHaveLength(2)
  })

  test('a merchant who is moving over understands both, in answers and in notifications', async () => {
    world.control.mode('dual', 50)
    await world.paid()
    const serials = new Set<string>()
    for (let count = 0; count < 10; count += 1) serials.add((await world.read()).id)
    expect(serials.size).toBe(1)
    expect(world.control.log('certificates')).toHaveLength(1)
  })

  test('before the switch the public key’s id is ignored: the answer signed with a certificate is understood', async () => {
    world.control.mode('cert')
    await world.client.prepay(world.order())
    expect(world.control.log('certificates')).toHaveLength(1)
  })

  test('serials that strangers invent cost one call in ten minutes, however many come', async () => {
    world.control.mode('cert')
    const client = world.newClient({ publicKeys: [] })
    world.control.payPrepay(await client.prepay(world.order()))
    world.control.advance(600)
    for (let count = 0; count < 20; count += 1) await world.failure(world.read('unknown-serial', client))
    expect(world.control.log('certificates')).toHaveLength(2)
  })

  test('certificates that another merchant’s key has sealed are not taken', async () => {
    world.control.mode('cert')
    const client = world.newClient({ publicKeys: [], apiKey: 'x'.repeat(32) })
    expect((await world.failure(client.query('T000000001'))).kind).toBe('NOT_FOUND')
    expect((await world.failure(client.prepay(world.order()))).reason).toBe('signature serial')
  })
})

describe('a notification', () => {
  test('of a payment and of a refund is opened', async () => {
    const outTradeNo = await world.paid()
    expect(await world.read()).toMatchObject({
      type: 'TRANSACTION.SUCCESS',
      about: 'ORDER',
      transaction: { outTradeNo, state: 'SUCCESS', amountFen: 8850 },
    })
    const order = { outTradeNo, outRefundNo: 'R-000001', amountFen: 50, totalFen: 8850, reason: '退菜' }
    await world.client.refund(order)
    world.control.finishRefunds()
    expect(await world.read()).toMatchObject({
      type: 'REFUND.SUCCESS',
      about: 'REFUND',
      refund: { outRefundNo: 'R-000001', state: 'SUCCESS', amountFen: 50 },
    })
  })

  test.each([
    ['flipped', 'signature wrong'],
    ['forged', 'signature wrong'],
    ['expired', 'signature expired'],
    ['unknown-serial', 'signature serial'],
    ['missing', 'signature missing'],
    ['probe', 'signature probe'],
    ['truncated', 'signature wrong'],
    ['not-json', 'unreadable'],
    ['ciphertext', 'seal wrong'],
    ['tag', 'seal wrong'],
    ['associated-data', 'seal wrong'],
    ['appid', 'about another merchant'],
    ['mchid', 'about another merchant'],
    ['currency', 'another currency'],
  ] as const)('with something wrong (%s) is refused: %s', async (spoil, reason) => {
    await world.paid()
    expect(await world.failure(world.read(spoil))).toMatchObject({ endpoint: 'notice', kind: 'UNKNOWN', reason })
  })

  test('that comes again after five minutes is too old', async () => {
    await world.paid()
    const { signatureHeadersOf } = await import('./wechat-pay.signature.js')
    const kept = world.composed()
    const headers = signatureHeadersOf(name => kept.headers[name])
    world.control.advance(300)
    expect(await world.client.notice(headers, kept.body)).toMatchObject({ about: 'ORDER' })
    world.control.advance(1)
    expect((await world.failure(world.client.notice(headers, kept.body))).reason).toBe('signature expired')
  })
})
