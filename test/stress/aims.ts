/** One request to every route, aimed at ana and her store: her bill, her entry, her table, her phone. */
import type { Route } from '@huitou/shared/api'
import type { RefusalCode } from '@huitou/shared/refusals'
import type { World } from '../world.js'
import type { House } from './actors.js'
import { type Aim, aim, draw, none, nothingThere } from './aim.js'
import { aimsOfBacktests } from './aims-of-backtests.js'
import { aimsOfOffsets, aimsOfPaying, aimsOfTableBills } from './aims-of-checkouts.js'
import { aimsOfCouponOffice, aimsOfMyCoupons } from './aims-of-coupons.js'
import { aimsOfDrawOffice, aimsOfMyDraws } from './aims-of-draws.js'
import { aimsOfEarning } from './aims-of-earning.js'
import { aimsOfGroupOffice, aimsOfMyGroups } from './aims-of-groups.js'
import { aimsOfMyGoods, aimsOfMyMall, aimsOfRewardOffice, aimsOfShipments } from './aims-of-mall.js'
import { aimsOfMessages, aimsOfMyMessages } from './aims-of-messages.js'
import { aimsOfMyOffline, aimsOfOffline, aimsOfOfflineOffice } from './aims-of-offline.js'
import { aimsOfPayments } from './aims-of-payments.js'
import { aimsOfRules } from './aims-of-rules.js'
import { aimsOfThePast } from './aims-of-the-past.js'
import { aimsOfLadders, aimsOfMyTier } from './aims-of-tiers.js'
import { aimsOfTillCheckouts, aimsOfTillSettings } from './aims-of-till-checkouts.js'
import {
  aimsOfMyVerifications,
  aimsOfShifts,
  aimsOfVerificationOffice,
  aimsOfVerifying,
} from './aims-of-verifications.js'

/** What of ana may be in nobody's answer but hers, her store's and an operator's. */
export interface Marks {
  entryNo: string
  billNo: string
  secrets: string[]
}

export interface Aims {
  marks: Marks
  aims: { [R in Route]: Aim }
}

export async function aimAtAna(world: World, house: House): Promise<Aims> {
  const things = await makeThings(world, house)
  const { card } = things
  const secrets = [card.memberNo, card.nickname, card.phoneMasked, things.entryNo, things.scanId]
  const marks = { entryNo: things.entryNo, billNo: things.billNo, secrets }
  return { marks, aims: { ...aimsOfPhones(world, house, things), ...aimsOfTills(things), ...aimsOfConsole(things) } }
}

type Things = Awaited<ReturnType<typeof makeThings>>

async function makeThings(world: World, { ana, storeId, waiter }: House) {
  const asWaiter = world.as(waiter.token)
  const table = await world.table(storeId)
  await ana.call('POST /member/table-visits', { body: { scene: table.scene } })
  const scan = await asWaiter('POST /staff/scans', { body: { code: table.scene } })
  const scanId = scan.kind === 'TABLE' ? scan.diners[0]!.scanId : ''
  const billNo = 'ANA-1'
  const bill = await asWaiter('POST /staff/bills', { body: { billNo, paidFen: 50_000, scanId } })
  const bo = await world.member({ points: 7 })
  const admin = await world.operator('ADMIN')
  const { invite } = await admin.call('POST /console/staff', {
    body: { name: '小陈', role: 'STAFF', storeId: String(storeId) },
  })
  await (await world.guest()).call('POST /staff/bindings', { body: { invite } })
  const card = await ana.call('GET /member/card')
  return { scene: table.scene, scanId, billNo, entryNo: bill.entryNo!, storeId, boNo: bo.memberNo, invite, card }
}

function aimsOfPhones(world: World, { ana }: House, { scene, entryNo, invite }: Things) {
  const taken = () => ({ body: world.enrolment(ana.openid) })
  const stranger = () => ({ body: { username: draw('nobody'), password: 'no password at all' } })
  const marketing = { body: { purpose: 'MARKETING' as const, version: '2026-11', granted: false } }
  const stale = { body: { refreshToken: 'not a refresh token' } }
  return {
    'GET /programme': aim('GET /programme', none),
    'GET /stores': aim('GET /stores', none),
    'GET /tables/:scene': aim('GET /tables/:scene', { params: { scene } }),
    'POST /sessions': aim('POST /sessions', { body: { code: 'not a code' } }, ['wechat.code_invalid']),
    'POST /sessions/refresh': aim('POST /sessions/refresh', stale, ['session.invalid']),
    'POST /console/sessions': aim('POST /console/sessions', stranger, ['operator.credentials']),
    'POST /console/sessions/refresh': aim('POST /console/sessions/refresh', stale, ['session.invalid']),
    'GET /me': aim('GET /me', none),
    'DELETE /session': aim('DELETE /session', none),
    // Whoever is a member already gets the own card, and so does ana.
    'POST /enrolments': aim('POST /enrolments', taken, ['enrolment.phone_taken']),
    'POST /staff/bindings': aim('POST /staff/bindings', { body: { invite } }, ['staff.invite_invalid']),
    'GET /member/card': aim('GET /member/card', none),
    'POST /member/codes': aim('POST /member/codes', none),
    'GET /member/entries': aim('GET /member/entries', { query: { limit: 100 } }),
    'GET /member/entries/:entryNo': aim(
      'GET /member/entries/:entryNo',
      { params: { entryNo } },
      ['record.not_found'],
      [],
    ),
    'GET /member/statements/:month': aim('GET /member/statements/:month', { params: { month: '2026-11' } }),
    'GET /member/news': aim('GET /member/news', { query: { after: 0, waitSeconds: 0 } }),
    ...aimsOfMyTier(),
    ...aimsOfMyMessages(),
    ...aimsOfMyCoupons(),
    ...aimsOfPaying(),
    ...aimsOfMyMall(),
    ...aimsOfMyDraws(),
    ...aimsOfMyGroups(),
    ...aimsOfMyGoods(),
    ...aimsOfMyVerifications(),
    ...aimsOfMyOffline(),
    'POST /member/table-visits': aim('POST /member/table-visits', { body: { scene } }),
    'GET /member/table-visit': aim('GET /member/table-visit', none),
    'GET /member/profile': aim('GET /member/profile', none),
    'PUT /member/profile': aim('PUT /member/profile', { body: { nickname: 'ana', birthday: null } }),
    'DELETE /member/table-visit': aim('DELETE /member/table-visit', none),
    'GET /member/consents': aim('GET /member/consents', none),
    'POST /member/consents': aim('POST /member/consents', marketing),
  }
}

function aimsOfTills({ scene, scanId, billNo }: Things) {
  const params = { billNo }
  const fresh = () => ({ body: { billNo: draw('M-'), paidFen: 100, scanId } })
  const refund = () => ({ params, body: { refundNo: draw('R-'), amountFen: 100, reason: '退菜' } })
  const atTable = () => ({ body: { billNo: draw('M-'), paidFen: 100, scene } })
  const elsewhere: RefusalCode[] = ['staff.store_mismatch']
  const unknown: RefusalCode[] = ['bill.unknown']
  return {
    'GET /staff/workbench': aim('GET /staff/workbench', none),
    'POST /staff/scans': aim('POST /staff/scans', { body: { code: scene } }, elsewhere, []),
    'GET /staff/quote': aim('GET /staff/quote', { query: { paidFen: 100 } }),
    'POST /staff/bills': aim('POST /staff/bills', fresh, ['code.unknown'], []),
    'GET /staff/bills': aim('GET /staff/bills', none),
    'GET /staff/bills/:billNo': aim('GET /staff/bills/:billNo', { params }, unknown, []),
    'POST /staff/bills/:billNo/refunds': aim('POST /staff/bills/:billNo/refunds', refund, unknown, []),
    'POST /pos/scans': aim('POST /pos/scans', { body: { code: scene } }, elsewhere, []),
    'GET /pos/quote': aim('GET /pos/quote', { query: { paidFen: 100 } }),
    'POST /pos/bills': aim('POST /pos/bills', atTable, elsewhere, ['table.choose_diner', 'table.no_diner']),
    'GET /pos/bills/:billNo': aim('GET /pos/bills/:billNo', { params }, unknown, []),
    'POST /pos/bills/:billNo/refunds': aim('POST /pos/bills/:billNo/refunds', refund, unknown, []),
    ...aimsOfTableBills(scene),
    ...aimsOfTillCheckouts(scanId, scene),
    ...aimsOfVerifying(scanId),
    ...aimsOfOffline(),
    ...aimsOfShifts(),
  }
}

const store = {
  code: 'AIM-1',
  name: '店',
  address: '',
  phone: '',
  timeZone: 'Asia/Shanghai' as const,
  dayCutOff: '04:00',
  openHours: '',
}

function aimsOfConsole({ card, entryNo, storeId, boNo }: Things) {
  const params = { memberNo: card.memberNo }
  const [here, nowhere] = [{ id: String(storeId) }, { id: nothingThere }]
  const totp = { body: { totp: '000000' } }
  const password = { body: { current: 'not my password', next: 'another long password' } }
  const gone: RefusalCode[] = ['record.not_found']
  const person = { name: '小赵', role: 'STAFF' as const, storeId: nothingThere }
  const foreignEntry = { params: { memberNo: boNo, entryNo } }
  return {
    'GET /console/me': aim('GET /console/me', none),
    'DELETE /console/session': aim('DELETE /console/session', none),
    'POST /console/password': aim('POST /console/password', password, ['operator.credentials']),
    'POST /console/totp': aim('POST /console/totp', none),
    'PUT /console/totp': aim('PUT /console/totp', totp, ['operator.totp_wrong']),
    'DELETE /console/totp': aim('DELETE /console/totp', totp),
    'GET /console/overview': aim('GET /console/overview', none),
    'GET /console/members': aim('GET /console/members', { query: { search: card.memberNo } }),
    'GET /console/members/:memberNo': aim('GET /console/members/:memberNo', { params }),
    'GET /console/members/:memberNo/entries': aim('GET /console/members/:memberNo/entries', { params }),
    'GET /console/members/:memberNo/entries/:entryNo': aim(
      'GET /console/members/:memberNo/entries/:entryNo',
      foreignEntry,
      gone,
    ),
    ...aimsOfThePast(params),
    'POST /console/members/:memberNo/reveals': aim('POST /console/members/:memberNo/reveals', {
      params,
      body: { reason: '客人来电核对' },
    }),
    ...aimsOfLadders(params),
    ...aimsOfEarning(params),
    ...aimsOfMessages(params),
    'GET /console/purchases': aim('GET /console/purchases', none),
    'GET /console/stores': aim('GET /console/stores', none),
    'POST /console/stores': aim('POST /console/stores', () => ({ body: { ...store, code: draw('AIM-') } })),
    'PUT /console/stores/:id': aim('PUT /console/stores/:id', { params: nowhere, body: store }, gone),
    'GET /console/stores/:id/tables': aim('GET /console/stores/:id/tables', { params: here }),
    'POST /console/stores/:id/tables': aim('POST /console/stores/:id/tables', () => ({
      params: here,
      body: { names: [draw('T')] },
    })),
    'GET /console/stores/:id/table-codes': aim('GET /console/stores/:id/table-codes', { params: here }),
    'PATCH /console/tables/:id': aim('PATCH /console/tables/:id', { params: nowhere, body: { enabled: false } }, gone),
    'POST /console/tables/:id/codes': aim('POST /console/tables/:id/codes', { params: nowhere }, gone),
    'GET /console/staff': aim('GET /console/staff', none),
    'POST /console/staff': aim('POST /console/staff', { body: person }, gone),
    'DELETE /console/staff/:id': aim('DELETE /console/staff/:id', { params: nowhere }, gone),
    ...aimsOfDesk(here),
    ...aimsOfRules(storeId),
    ...aimsOfOffices(),
    'GET /console/books': aim('GET /console/books', none),
    'GET /console/audit': aim('GET /console/audit', none),
  }
}

function aimsOfOffices() {
  return {
    ...aimsOfBacktests(),
    ...aimsOfPayments(),
    ...aimsOfOffsets(),
    ...aimsOfTillSettings(),
    ...aimsOfVerificationOffice(),
    ...aimsOfOfflineOffice(),
    ...aimsOfCouponOffice(),
    ...aimsOfRewardOffice(),
    ...aimsOfDrawOffice(),
    ...aimsOfGroupOffice(),
    ...aimsOfShipments(),
  }
}

function aimsOfDesk(here: { id: string }) {
  const params = { id: nothingThere }
  const duty = { name: '新人', role: 'SUPPORT' as const, storeId: null }
  const gone: RefusalCode[] = ['record.not_found']
  const correction = () => ({
    body: { requestId: draw('adjust-'), memberNo: nothingThere, points: 5, reason: '漏记账单' },
  })
  const decision = () => ({ params, body: { requestId: draw('decide-'), approve: true, note: '' } })
  const limits = { body: { freePoints: 500, dailyPoints: 2000, validMonths: 24 } }
  return {
    'GET /console/adjustments': aim('GET /console/adjustments', none),
    'POST /console/adjustments': aim('POST /console/adjustments', correction, gone),
    'POST /console/adjustments/:id/decisions': aim('POST /console/adjustments/:id/decisions', decision, gone),
    'PUT /console/adjustment-limits': aim('PUT /console/adjustment-limits', limits),
    'GET /console/entries/:entryNo': aim('GET /console/entries/:entryNo', { params: { entryNo: nothingThere } }, gone),
    'GET /console/stores/:id/pos-keys': aim('GET /console/stores/:id/pos-keys', { params: here }),
    'POST /console/stores/:id/pos-keys': aim('POST /console/stores/:id/pos-keys', () => ({
      params: here,
      body: { name: draw('till ') },
    })),
    'DELETE /console/pos-keys/:id': aim('DELETE /console/pos-keys/:id', { params }, gone),
    'GET /console/operators': aim('GET /console/operators', none),
    'POST /console/operators': aim('POST /console/operators', () => ({ body: { ...duty, username: draw('desk') } })),
    'PUT /console/operators/:id': aim(
      'PUT /console/operators/:id',
      { params, body: { ...duty, disabled: true } },
      gone,
    ),
    'POST /console/operators/:id/passwords': aim('POST /console/operators/:id/passwords', { params }, gone),
    'DELETE /console/operators/:id/totp': aim('DELETE /console/operators/:id/totp', { params }, gone),
  }
}
