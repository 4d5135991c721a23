/** One journey through the whole programme: enrolment, table, scan, bill, refund, reward, verification, expiry and console. */
import { expect } from '@jest/globals'
import { Sweeper } from '../../server/src/ledger/sweeper.service.js'
import { PosKeys } from '../../server/src/stores/pos-keys.service.js'
import { reward } from '../mall-builders.js'
import type { World } from '../world.js'
import { MINUTE, newPhone, refusalOf } from '../world-basics.js'
import { totpOf } from './totp-code.js'

/** Everything of a journey that nobody may read in a log, by what it is. */
export type Secrets = Record<string, string[]>

export async function walk(world: World): Promise<Secrets> {
  const secrets: Secrets = {}
  const keep = (kind: string, ...values: string[]) => {
    secrets[kind] = [...(secrets[kind] ?? []), ...values]
  }
  const house = await openHouse(world, keep)
  const ana = await enrolAna(world, keep)
  await dine(world, { ...house, ...ana }, keep)
  await redeemAndVerify({ ...house, ...ana }, keep)
  await lookInConsole(world, { ...house, ...ana }, keep)
  await expireAll(world, ana)
  await ana.call('DELETE /session')
  return secrets
}

type Keep = (kind: string, ...values: string[]) => void
type House = Awaited<ReturnType<typeof openHouse>>
type Ana = Awaited<ReturnType<typeof enrolAna>>

async function openHouse(world: World, keep: Keep) {
  const boss = await world.operator('ADMIN')
  keep('password', boss.password)
  keep('access token', boss.token)
  const store = await boss.call('POST /console/stores', {
    body: {
      code: 'JOURNEY',
      name: '旅程店',
      address: '长安街 1 号',
      phone: '',
      timeZone: 'Asia/Shanghai',
      dayCutOff: '04:00',
      openHours: '10:00-22:00',
    },
  })
  const { items } = await boss.call('POST /console/stores/:id/tables', {
    params: { id: store.id },
    body: { names: ['A1', 'A2'] },
  })
  await boss.call('GET /console/stores/:id/table-codes', { params: { id: store.id } })
  const invited = await boss.call('POST /console/staff', {
    body: { name: '小李', role: 'STORE_MANAGER', storeId: store.id },
  })
  const waiter = await world.guest()
  await waiter.call('POST /staff/bindings', { body: { invite: invited.invite } })
  const storeId = Number(store.id)
  const { key } = await world.db.transaction(tx => world.get(PosKeys).issue(tx, storeId, 'till'))
  keep('invitation', invited.invite)
  keep('openid', waiter.openid)
  keep('access token', waiter.token)
  keep('refresh token', waiter.refreshToken)
  keep('POS key', key)
  return { boss, waiter, storeId, scene: items[0]!.scene, table: items[1]!, till: world.as(key), staff: invited.staff }
}

async function enrolAna(world: World, keep: Keep) {
  const phone = newPhone()
  const ana = await world.guest({ phone })
  keep('phone', phone)
  keep('openid', ana.openid)
  keep('access token', ana.token)
  keep('refresh token', ana.refreshToken)
  const spoilt = { ...world.enrolment(ana.openid), phoneCode: `spoilt${phone}` }
  expect(await refusalOf(ana.call('POST /enrolments', { body: spoilt }))).toBe('wechat.phone_code_invalid')
  const body = world.enrolment(ana.openid, '安娜')
  keep('phone code', body.phoneCode, spoilt.phoneCode)
  await ana.call('POST /enrolments', { body })
  const taken = await world.guest({ phone })
  const again = { body: world.enrolment(taken.openid) }
  expect(await refusalOf(taken.call('POST /enrolments', again))).toBe('enrolment.phone_taken')
  const tokens = await world.as()('POST /sessions/refresh', { body: { refreshToken: ana.refreshToken } })
  keep('access token', tokens.accessToken)
  keep('refresh token', tokens.refreshToken)
  const call = world.as(tokens.accessToken)
  await call('POST /member/consents', { body: { purpose: 'MARKETING', version: '2026-11', granted: true } })
  const { memberNo } = await call('GET /me').then(who => who.member!)
  return { call, phone, memberNo }
}

/** A bill at the table, one by the till, a repeat, a refund and a few that are refused. */
async function dine(world: World, at: House & Ana, keep: Keep): Promise<void> {
  const { call, waiter, till, scene } = at
  await call('POST /member/table-visits', { body: { scene } })
  const atTable = await waiter.call('POST /staff/scans', { body: { code: scene } })
  const scanId = atTable.kind === 'TABLE' ? atTable.diners[0]!.scanId : ''
  const { codes } = await call('POST /member/codes')
  const byCode = await waiter.call('POST /staff/scans', { body: { code: codes[0]!.qr } })
  keep('scan ticket', scanId, byCode.kind === 'MEMBER' ? byCode.scanId : scanId)
  keep('member code', ...codes.flatMap(code => [code.qr, code.barcode]))
  const bill = { billNo: 'J-1', paidFen: 8850, scanId }
  const first = await waiter.call('POST /staff/bills', { body: bill })
  expect(await waiter.call('POST /staff/bills', { body: bill })).toEqual(first)
  const other = waiter.call('POST /staff/bills', { body: { ...bill, paidFen: 9000 } })
  expect(await refusalOf(other)).toBe('bill.different')
  const spoilt = { code: `${codes[1]!.qr.slice(0, -1)}${codes[1]!.qr.endsWith('A') ? 'B' : 'A'}` }
  expect(await refusalOf(waiter.call('POST /staff/scans', { body: spoilt }))).toBe('code.unknown')
  await till('POST /pos/bills', { body: { billNo: 'J-2', paidFen: 20_000, code: codes[1]!.barcode } })
  await till('POST /pos/bills', { body: { billNo: 'J-3', paidFen: 100 } })
  const refund = await waiter.call('POST /staff/bills/:billNo/refunds', {
    params: { billNo: 'J-1' },
    body: { refundNo: 'J-1-R', amountFen: 850, reason: '菜凉了' },
  })
  expect(refund).toMatchObject({ pointsTaken: 8, debtAdded: 0 })
  await waiter.call('GET /staff/workbench')
  await call('GET /member/news', { query: { after: 0, waitSeconds: 0 } })
  const { items } = await call('GET /member/entries')
  for (const { entryNo } of items) await call('GET /member/entries/:entryNo', { params: { entryNo } })
  expect((await call('GET /member/card')).balances.available).toBe(280)
  await call('DELETE /member/table-visit')
  world.clock.advance(MINUTE)
}

/** Points become a voucher of two uses; one is verified and undone, one stays, and the shift is closed over it. */
async function redeemAndVerify({ boss, call, waiter }: House & Ana, keep: Keep): Promise<void> {
  const definition = reward({ points: 10, uses: 2 })
  const published = { requestId: 'journey-reward', code: 'JOURNEY', stock: 10, onShelf: true, reason: '开业' }
  await boss.call('POST /console/rewards', { body: { ...published, definition } })
  const order = { requestId: 'journey-redeem', code: 'JOURNEY', points: 10, cashFen: 0 }
  const { voucher } = await call('POST /mall/redemptions', { body: order })
  keep('voucher code', voucher!)
  const shift = await waiter.call('POST /staff/shifts', { body: { requestId: 'journey-shift' } })
  await waiter.call('POST /staff/scans', { body: { code: voucher! } })
  const verify = (n: number) =>
    waiter.call('POST /staff/verifications', { body: { requestId: `journey-verify-${n}`, code: voucher! } })
  const { id } = await verify(1)
  const undo = { params: { id }, body: { requestId: 'journey-undo', reason: '点错了' } }
  expect(await waiter.call('POST /staff/verifications/:id/voids', undo)).toMatchObject({ state: 'VOIDED' })
  expect(await verify(2)).toMatchObject({ left: 1 })
  const wrong = { body: { requestId: 'journey-verify-3', code: '700000000000' } }
  expect(await refusalOf(waiter.call('POST /staff/verifications', wrong))).toBe('verification.code_unknown')
  const closed = await waiter.call('POST /staff/shifts/:id/closings', {
    params: { id: shift.id },
    body: { requestId: 'journey-close' },
  })
  expect(closed.report.mine).toMatchObject({ verifications: 1, voids: 1 })
  await boss.call('GET /console/verifications', {})
}

async function lookInConsole(world: World, at: House & Ana, keep: Keep): Promise<void> {
  const { boss, memberNo, phone, table, staff } = at
  const params = { memberNo }
  const found = await boss.call('GET /console/members', { query: { search: phone } })
  expect(found.items.map(item => item.memberNo)).toEqual([memberNo])
  await boss.call('GET /console/members/:memberNo', { params })
  await boss.call('GET /console/members/:memberNo/entries', { params })
  const reveal = { params, body: { reason: '客人来电' } }
  expect(await boss.call('POST /console/members/:memberNo/reveals', reveal)).toEqual({ phone })
  await boss.call('PATCH /console/tables/:id', { params: { id: table.id }, body: { enabled: false } })
  await boss.call('POST /console/tables/:id/codes', { params: { id: table.id } })
  for (const route of ['GET /console/overview', 'GET /console/purchases', 'GET /console/staff'] as const)
    await boss.call(route)
  await boss.call('DELETE /console/staff/:id', { params: { id: staff.id } })
  const { secret } = await boss.call('POST /console/totp')
  keep('TOTP secret', secret)
  const wrong = boss.call('PUT /console/totp', { body: { totp: '000000' } })
  expect(['operator.totp_wrong']).toContain(await refusalOf(wrong))
  await boss.call('PUT /console/totp', { body: { totp: totpOf(secret, world.clock.now()) } })
  const next = 'another password, quite long'
  keep('password', next, 'a wrong password altogether')
  const guess = { body: { current: 'a wrong password altogether', next } }
  expect(await refusalOf(boss.call('POST /console/password', guess))).toBe('operator.credentials')
  await boss.call('POST /console/password', { body: { current: boss.password, next } })
  expect(await boss.call('GET /console/books')).toMatchObject({ clean: true })
  await boss.call('GET /console/audit')
}

/** Two years later: the sweeper ends what nobody used. */
async function expireAll(world: World, { call }: Ana): Promise<void> {
  const today = world.clock.now()
  world.clock.set('2028-12-01T00:00:00+08:00')
  await world.get(Sweeper).sweep()
  const ended = await world.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM journal WHERE kind = 4')
  expect(ended[0]!.n).toBeGreaterThan(0)
  world.clock.set(today)
  await call('GET /member/entries', { query: { filter: 'EXPIRE' } })
}
