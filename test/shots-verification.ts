/** What staff take from guests, and bills at tables, for the photographs of the mini-program. */
import type { RewardDefinition } from '@huitou/shared/mall'
import { type Changes, cash, percent } from './coupon-builders.js'
import { freshId, offerCoupon } from './coupon-stage.js'
import type { Visitor } from './e2e/browser.js'
import { scanByHand } from './e2e/people.js'
import { redeem, TestMall } from './mall-builders.js'
import type { Weather } from './shots-weather.js'
import type { TestMember, World } from './world.js'

export interface VerificationCast {
  /** A voucher nobody has seen; each picture takes its own. */
  voucher: (changes?: Partial<RewardDefinition>) => Promise<string>
  coupon: (changes: Changes) => Promise<string>
  /** The member's own code as it is read now. */
  memberCode: () => Promise<string>
  staff: Awaited<ReturnType<World['staff']>>
  used: string
  elsewhere: string
  receipt: string
}

interface VerificationShot {
  name: string
  path: string
  device: string
  weather?: Exclude<Weather, 'FINE'>[]
  hand?: (visitor: Visitor) => Promise<unknown>
}

const DEVICE = 'demo-staff'

/** A guest with some of everything, in the store of the demonstration's waiter. */
export async function verificationStaged(world: World, storeId: number): Promise<VerificationCast> {
  const mall = new TestMall(world)
  const guest = await world.member({ nickname: '常来的阿秋', points: 12_000 })
  const staff = await world.staff(storeId)
  const other = await world.store({ name: '望京店' })
  const voucher =
    (member: TestMember) =>
    async (changes: Partial<RewardDefinition> = {}) =>
      (await redeem(member, await mall.publish({ name: { zh: '招牌酸菜鱼', en: 'Fish with pickles' }, ...changes })))
        .voucher!
  const coupon = async (changes: Changes) => {
    const batchId = await offerCoupon(mall, changes)
    const { id } = await guest.call('POST /member/coupon-claims', { body: { requestId: freshId(), batchId } })
    return (await guest.call('GET /member/coupons/:id', { params: { id } })).code!
  }
  const fresh = voucher(guest)
  const verify = (code: string) => staff.call('POST /staff/verifications', { body: { requestId: freshId(), code } })
  const used = await fresh()
  const { id: receipt } = await verify(used)
  await verify(await coupon({ name: { zh: '代金券', en: '' }, effect: cash(2_000) }))
  const undone = await verify(await fresh())
  await staff.call('POST /staff/verifications/:id/voids', {
    params: { id: undone.id },
    body: { requestId: freshId(), reason: '核销错了' },
  })
  await coupon({ name: { zh: '会员八折', en: '' }, effect: percent(20, 5_000), scope: { minSpendFen: 10_000 } })
  await coupon({
    name: { zh: '早市代金券', en: '' },
    effect: cash(1_000),
    scope: { windows: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], between: ['04:00', '04:30'] }] },
  })
  const bill = { billNo: `SHOT-${freshId()}`, amountFen: 26_800, tableName: await tableOf(world, storeId) }
  await staff.call('POST /staff/table-bills', { body: bill })
  return {
    voucher: fresh,
    coupon,
    memberCode: async () => (await guest.call('POST /member/codes')).codes[0]!.qr,
    staff,
    used,
    elsewhere: await fresh({ stores: [String(other)] }),
    receipt,
  }
}

async function tableOf(world: World, storeId: number): Promise<string> {
  const [row] = await world.db.query<{ name: string }>(
    'SELECT name FROM dining_table WHERE store_id = ? ORDER BY id DESC LIMIT 1 OFFSET 3',
    [storeId],
  )
  return row!.name
}

const all = ['SLOW', 'BROKEN', 'OFFLINE'] as const
const tap = (text: string | RegExp) => (visitor: Visitor) =>
  visitor.page.getByText(text, { exact: true }).last().click()
const keys = async ({ page }: Visitor, digits: string) => {
  for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).last().click()
}

/** What a waiter's hands do until the picture is taken. */
function handsOf(cast: VerificationCast) {
  const confirm = async (visitor: Visitor) => {
    await scanByHand(visitor, await cast.voucher())
    await visitor.page.getByText('确认核销', { exact: true }).last().click()
    await visitor.page.getByText('核销成功').last().waitFor()
  }
  const lose = async (visitor: Visitor) => {
    await scanByHand(visitor, await cast.voucher())
    await visitor.page.getByText('本店可用').waitFor()
    await visitor.page.route('**/api/staff/verification**', route => route.abort('internetdisconnected'))
    await visitor.page.getByText('确认核销', { exact: true }).last().click()
    await visitor.page.getByText('还不知道核销了没有').waitFor({ timeout: 30_000 })
  }
  const wait = async (visitor: Visitor) => {
    await scanByHand(visitor, await cast.voucher())
    await visitor.page.getByText('本店可用').waitFor()
    await visitor.page.route('**/api/staff/verifications', () => undefined)
    await visitor.page.getByText('确认核销', { exact: true }).last().click()
    await visitor.page.getByText('处理中').waitFor()
  }
  const lostRace = async (visitor: Visitor) => {
    const code = await cast.voucher()
    await scanByHand(visitor, code)
    await visitor.page.getByText('本店可用').waitFor()
    await cast.staff.call('POST /staff/verifications', { body: { requestId: freshId(), code } })
    await visitor.page.getByText('确认核销', { exact: true }).last().click()
    await visitor.page.getByText('首次核销').waitFor()
  }
  const withBill = async (visitor: Visitor) => {
    const code = await cast.coupon({ effect: percent(20), scope: { minSpendFen: 10_000 } })
    await scanByHand(visitor, code)
    await visitor.page.getByText('先输入账单金额').waitFor()
    await keys(visitor, '128')
    await visitor.page.getByText('可抵').waitFor()
  }
  return { confirm, lose, wait, lostRace, withBill }
}

const practise = (taps: string[]) => async (visitor: Visitor) => {
  for (const words of taps) await tap(words)(visitor)
}

/** A shift of the waiter's from its beginning to its report. */
function shiftHands() {
  const running = async ({ page }: Visitor) => {
    await page.getByText(/开班/).last().waitFor()
    const begin = page.getByText('开班', { exact: true }).last()
    if (await begin.isVisible()) await begin.click()
    await page.getByText('交班', { exact: true }).last().waitFor()
  }
  const closing = async (visitor: Visitor) => {
    await running(visitor)
    await tap('交班')(visitor)
    await visitor.page.getByText('交班后的报表').last().waitFor()
  }
  const closed = async (visitor: Visitor) => {
    await closing(visitor)
    await tap('确认交班')(visitor)
    await visitor.page.getByText('已交班，不能修改').last().waitFor()
  }
  return { running, closing, closed }
}

export function verificationShots(cast: VerificationCast): VerificationShot[] {
  const bench = '#/staff/workbench'
  const tables = '#/staff/table-bills'
  const { confirm, lose, wait, lostRace, withBill } = handsOf(cast)
  const { running, closing, closed } = shiftHands()
  const now = '#/staff/shifts/now'
  const shot = (name: string, path: string, more: Partial<VerificationShot> = {}): VerificationShot => ({
    name: `verify-${name}`,
    path,
    device: DEVICE,
    ...more,
  })
  const scan = (code: () => string | Promise<string>) => async (visitor: Visitor) => scanByHand(visitor, await code())
  return [
    shot('member', bench, { hand: scan(cast.memberCode) }),
    shot('confirm', bench, { hand: scan(() => cast.voucher()) }),
    shot('confirm-many', bench, { hand: scan(() => cast.voucher({ uses: 5 })) }),
    shot('confirm-bill', bench, { hand: withBill }),
    shot('confirm-used', bench, { hand: scan(() => cast.used) }),
    shot('confirm-elsewhere', bench, { hand: scan(() => cast.elsewhere) }),
    shot('waiting', bench, { hand: wait }),
    shot('unknown', bench, { hand: lose }),
    shot('done', bench, { hand: confirm }),
    shot('failed', bench, { hand: lostRace }),
    shot('enter', '#/staff/verify/enter', { hand: visitor => keys(visitor, '71234567') }),
    shot('enter-wrong', '#/staff/verify/enter', { hand: visitor => keys(visitor, '700000000014') }),
    shot('records', '#/staff/verify/records', { weather: [...all] }),
    shot('records-none', '#/staff/verify/records', {
      hand: async visitor => {
        await tap('兑换券')(visitor)
        await tap('只看我的')(visitor)
      },
    }),
    shot('detail', `#/staff/verify/detail?id=${cast.receipt}`, { weather: ['SLOW', 'BROKEN'] }),
    shot('practice', '#/staff/verify/practice'),
    shot('practice-confirm', '#/staff/verify/practice', { hand: practise(['开始练习', '扫一扫']) }),
    shot('practice-done', '#/staff/verify/practice', { hand: practise(['开始练习', '扫一扫', '确认核销']) }),
    shot('tables', tables, { weather: [...all] }),
    shot('tables-open', tables, { hand: tap(/^¥268/) }),
    shot('shift-none', now, { weather: [...all] }),
    shot('shift', now, { hand: running }),
    shot('shift-close', now, { hand: closing }),
    shot('shift-report', now, { hand: closed }),
    shot('shift-list', '#/staff/shifts/list', { weather: [...all] }),
    shot('table', '#/staff/table-bill', { hand: visitor => keys(visitor, '268') }),
  ]
}
