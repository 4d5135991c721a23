/** Who holds which phone while the mini-program is photographed: one device for every state a diner or a waiter can be in. */
import { userOfDevice } from '../server/src/demo/devices.rules.js'
import { DINER_DEVICE, STORIES } from '../server/src/demo/stories.rules.js'
import { Identities } from '../server/src/members/identities.service.js'
import { TierReviews } from '../server/src/tiers/reviews.service.js'
import { type MallStage, mallStaged } from './shots-mall.js'
import { type OfflineCast, offlineStaged } from './shots-offline.js'
import { type VerificationCast, verificationStaged } from './shots-verification.js'
import { type WalletStage, walletStaged } from './shots-wallet.js'
import type { World } from './world.js'

const DAY_MS = 86_400_000
const SILVER_FEN = 210_000
const GOLD_FEN = 640_000

export interface Cast {
  /** A table in the first store nobody sits at, and one where companions sit. */
  freeTable: string
  sharedTable: string
  /** Whose phone `newcomer` is, and the store of the tables. */
  newcomer: { memberId: number; storeId: number }
  /** The diner's own newest entry and an entry of every other kind. */
  entries: Record<'earned' | 'spent' | 'refunded' | 'several', string>
  /** Somebody with coupons and messages in every state. */
  wallet: WalletStage
  /** Somebody who draws, pledges, gives, and waits for a parcel. */
  mall: MallStage
  /** Somebody whose vouchers a waiter takes. */
  verification: VerificationCast
  offline: OfflineCast
  /** Bills of the first store: with a member, given back in part, given back whole. */
  bills: Record<'plain' | 'part' | 'whole', string>
}

/** The phones; `demo-staff` and the diner come with the demonstration. */
export const PHONE = {
  diner: DINER_DEVICE,
  staff: 'demo-staff',
  guest: 'shot-guest',
  newcomer: 'shot-newcomer',
  debt: 'shot-debt',
  pending: 'shot-pending',
  expired: 'shot-expired',
  held: 'shot-held',
  silver: 'shot-silver',
  black: 'shot-black',
  risen: 'shot-risen',
  grace: 'shot-grace',
  companion: 'shot-companion',
} as const

/** Gives every phone its owner. The demonstration is there already. */
export async function castOf(world: World): Promise<Cast> {
  for (const story of ['debt', 'pending', 'expired', 'held'] as const)
    await hand(world, PHONE[story], await named(world, STORIES[story]))
  const [silver, black] = await Promise.all(['SILVER', 'BLACK'].map(code => onRung(world, code)))
  if (silver) await hand(world, PHONE.silver, silver)
  if (black) await hand(world, PHONE.black, black)
  const storeId = await firstStore(world)
  const newcomer = await newcomers(world, storeId)
  const tables = await world.db.query<{ scene: string }>(
    'SELECT scene FROM dining_table WHERE store_id = ? ORDER BY id DESC LIMIT 2',
    [storeId],
  )
  return {
    freeTable: tables[0]!.scene,
    sharedTable: tables[1]!.scene,
    newcomer: { memberId: newcomer, storeId },
    entries: await entriesOf(world),
    bills: await billsOf(world, storeId),
    wallet: await walletStaged(world),
    mall: await mallStaged(world),
    verification: await verificationStaged(world, storeId),
    offline: await offlineStaged(world, storeId),
  }
}

/** Members who joined just now: without anything (its id is the answer), just risen, short of keeping the tier, company. */
async function newcomers(world: World, storeId: number): Promise<number> {
  const made = async (device: string, nickname: string) => {
    const { openid, phone } = userOfDevice(world.config.wechat.appId, device)
    return world.member({ openid, phone, nickname })
  }
  const newcomer = await made(PHONE.newcomer, '新来的阿月')
  await made(PHONE.companion, '同桌的老周')
  const risen = await made(PHONE.risen, '刚升级的小棠')
  await world.bill({ memberId: risen.id, storeId, paidFen: SILVER_FEN })
  // Gold by one dinner that left the twelve months before the last review, so the grace period is running.
  const grace = await made(PHONE.grace, '要保级的阿森')
  const first = new Date(new Date().setUTCDate(1))
  const dinner = new Date(first.getTime() - 370 * DAY_MS)
  await world.db.query('UPDATE member SET enrolled_at = ? WHERE id = ?', [dinner, grace.id])
  await world.bill({ memberId: grace.id, storeId, paidFen: GOLD_FEN, paidAt: dinner })
  await world.bill({
    memberId: grace.id,
    storeId,
    paidFen: SILVER_FEN,
    paidAt: new Date(first.getTime() - 20 * DAY_MS),
  })
  await world.get(TierReviews).catchUp()
  return newcomer.id
}

/** This phone belongs to that member from now on. */
async function hand(world: World, device: string, memberId: number): Promise<void> {
  const { openid, unionid } = userOfDevice(world.config.wechat.appId, device)
  const identity = await world.get(Identities).remember(openid, unionid)
  await world.db.query('UPDATE wechat_identity SET member_id = ? WHERE id = ?', [memberId, identity])
}

async function named(world: World, nickname: string): Promise<number> {
  const [row] = await world.db.query<{ id: number }>('SELECT id FROM member WHERE nickname = ?', [nickname])
  return row!.id
}

async function onRung(world: World, code: string): Promise<number | null> {
  const [row] = await world.db.query<{ id: number }>(
    `SELECT t.member_id id FROM member_tier t LEFT JOIN wechat_identity w ON w.member_id = t.member_id
     WHERE t.tier_code = ? AND t.grace_until IS NULL AND w.id IS NULL ORDER BY t.member_id LIMIT 1`,
    [code],
  )
  return row?.id ?? null
}

/** Entries of the diner by what they are, so that each kind of explanation is seen. */
async function entriesOf(world: World): Promise<Cast['entries']> {
  const { openid } = userOfDevice(world.config.wechat.appId, PHONE.diner)
  // The demonstration has made this person known to WeChat already.
  const { code } = world.wechat.control.issueLoginCode({ openid })
  const { tokens } = await world.as()('POST /sessions', { body: { code } })
  const call = world.as(tokens.accessToken)
  const { items } = await call('GET /member/entries', { query: { limit: 50 } })
  const [newest] = items
  const of = (...types: string[]) => (items.find(({ type }) => types.includes(type)) ?? newest)!.entryNo
  const details = items
    .filter(({ type }) => type === 'EARN')
    .map(({ entryNo }) => call('GET /member/entries/:entryNo', { params: { entryNo } }))
  const several = (await Promise.all(details)).find(({ parts }) => parts.length > 1)
  return {
    earned: of('EARN'),
    spent: of('REDEEM'),
    refunded: of('REFUND', 'REVERSE'),
    several: several?.entryNo ?? newest!.entryNo,
  }
}

async function billsOf(world: World, storeId: number): Promise<Cast['bills']> {
  const bill = async (state: string) => {
    const [row] = await world.db.query<{ bill_no: string }>(
      `SELECT bill_no FROM purchase WHERE store_id = ? AND member_id IS NOT NULL AND ${state} ORDER BY paid_at DESC LIMIT 1`,
      [storeId],
    )
    return row?.bill_no ?? ''
  }
  return {
    plain: await bill('refunded_fen = 0'),
    part: await bill('refunded_fen > 0 AND refunded_fen < paid_fen'),
    whole: await bill('refunded_fen = paid_fen'),
  }
}

async function firstStore(world: World): Promise<number> {
  const [row] = await world.db.query<{ id: number }>('SELECT id FROM store ORDER BY id LIMIT 1')
  return row!.id
}
