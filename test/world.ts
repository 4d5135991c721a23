/**
 * A whole deployment for one test file: a database of its own, the WeChat simulator, the server on a free port, and a
 * clock that stands still until the test moves it. Builders have defaults, so a test names only what it is about.
 */
import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import type { Call } from '@huitou/shared/client'
import type { OperatorRole } from '@huitou/shared/operators'
import type { Type } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import pino from 'pino'
import { createApp } from '../server/src/app.js'
import { migrate } from '../server/src/commands/migrate.js'
import { type Config, readConfig } from '../server/src/config.js'
import type { Db } from '../server/src/db.js'
import { Invariants } from '../server/src/ledger/invariants.service.js'
import { Lane } from '../server/src/ledger/lane.service.js'
import { Sweeper } from '../server/src/ledger/sweeper.service.js'
import { Members } from '../server/src/members/members.service.js'
import { Operators } from '../server/src/operators/operators.service.js'
import { type OpenParts, openParts } from '../server/src/process.js'
import { Bills, CHANNEL, type NewBill } from '../server/src/purchases/bills.service.js'
import { PosKeys } from '../server/src/stores/pos-keys.service.js'
import { StaffService } from '../server/src/stores/staff.service.js'
import { type StoreDraft, Stores } from '../server/src/stores/stores.service.js'
import { Tables } from '../server/src/stores/tables.service.js'
import { demoApp, startWechatSimulator, type WechatSimulator } from './simulators/wechat/wechat-simulator.js'
import type { PaySimulator, PaySimulatorOptions } from './simulators/wechat-pay/pay-simulator.js'
import { payEnvironment, startWorldPay } from './simulators/wechat-pay/world-pay.js'
import {
  callerOf,
  dropDatabase,
  HeldClock,
  newPhone,
  type Person,
  Refused,
  signedCallerOf,
  type TestMember,
  type TestOperator,
  testDatabase,
  testKeys,
  type WorldOptions,
} from './world-basics.js'

export type { Person, TestMember, TestOperator, WorldOptions } from './world-basics.js'

let worlds = 0

export class World {
  readonly config: Config
  readonly parts: OpenParts
  readonly app: NestFastifyApplication
  readonly url: string
  readonly wechat: WechatSimulator
  readonly clock: HeldClock
  private readonly paySimulator: PaySimulator | null
  /** The administrator's URL of this world's database. */
  readonly databaseUrl: string

  private constructor(
    made: Pick<World, 'config' | 'parts' | 'app' | 'url' | 'wechat' | 'clock' | 'databaseUrl'>,
    paySimulator: PaySimulator | null,
  ) {
    this.paySimulator = paySimulator
    this.config = made.config
    this.parts = made.parts
    this.app = made.app
    this.url = made.url
    this.wechat = made.wechat
    this.clock = made.clock
    this.databaseUrl = made.databaseUrl
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const adminUrl = options.adminUrl ?? testDatabase()
    worlds += 1
    const database = new URL(adminUrl)
    database.pathname = `/t_${process.pid}_${worlds}_${randomBytes(3).toString('hex')}`
    await migrate(database.href, options.runtimeUser?.name)
    const signIn = new URL(database.href)
    if (options.runtimeUser)
      Object.assign(signIn, { username: options.runtimeUser.name, password: options.runtimeUser.password })
    const clock = new HeldClock()
    const wechat = await startWechatSimulator(options.liveClock ? {} : { now: () => clock.now() })
    // A world that does not come about leaves nothing open, or its worker would never end.
    return World.openOn({ wechat, clock, databaseUrl: database.href, signIn: signIn.href }, options).catch(
      async error => {
        await wechat.close()
        throw error
      },
    )
  }

  private static async openOn(
    { wechat, clock, databaseUrl, signIn }: Pick<World, 'wechat' | 'clock' | 'databaseUrl'> & { signIn: string },
    options: WorldOptions,
  ): Promise<World> {
    const showCard: PaySimulatorOptions['showCard'] = (openid, card) => void wechat.phone.showReceipt(openid, card)
    const pay = options.pay ? await startWorldPay(demoApp.appId, options.liveClock ? undefined : clock, showCard) : null
    const config = readConfig({
      ...testKeys(),
      ...(pay ? payEnvironment(pay) : {}),
      DATABASE_URL: signIn,
      WECHAT_API_URL: wechat.url,
      WECHAT_APP_ID: demoApp.appId,
      WECHAT_APP_SECRET: demoApp.appSecret,
      HUITOU_RATE_LIMITS: 'off',
      HUITOU_DEMO: '1',
      LOG_LEVEL: 'silent',
      ...options.environment,
    })
    const log = options.log ?? pino({ level: config.logLevel })
    const parts = await openParts(config, { log, ...(options.liveClock ? {} : { clock }) })
    try {
      const app = await createApp(parts)
      await app.listen(0, '127.0.0.1')
      const url = await app.getUrl()
      pay?.forwardTo(url)
      return new World({ config, parts, app, url, wechat, clock, databaseUrl }, pay)
    } catch (error) {
      await pay?.close()
      await parts.close()
      throw error
    }
  }

  /** WeChat Pay, in worlds that were opened with it. */
  get pay(): PaySimulator {
    if (!this.paySimulator) throw new Error('this world has no WeChat Pay: open it with { pay: true }')
    return this.paySimulator
  }

  get db(): Db {
    return this.parts.db
  }

  get<T>(service: Type<T>): T {
    return this.app.get(service)
  }

  /** A typed client; throws `Refused` for refusals. */
  as(token?: string, headers: Record<string, string> = {}): Call {
    return callerOf(this.url, token, headers)
  }

  /** A WeChat user with a phone, signed in here. Its client refreshes an access token that has run out, as a phone does. */
  async guest(person: { openid?: string; phone?: string } = {}): Promise<Person> {
    const openid = person.openid ?? `o${randomBytes(13).toString('base64url')}`
    this.wechat.control.createUser({ openid, phone: person.phone ?? newPhone() })
    const { code } = this.wechat.control.issueLoginCode({ openid })
    let { tokens } = await this.as()('POST /sessions', { body: { code } })
    const call = (async (route: never, request: never) => {
      try {
        return await this.as(tokens.accessToken)(route, request)
      } catch (error) {
        if (!(error instanceof Refused) || error.body.code !== 'session.expired') throw error
        tokens = await this.as()('POST /sessions/refresh', { body: { refreshToken: tokens.refreshToken } })
        return this.as(tokens.accessToken)(route, request)
      }
    }) as unknown as Call
    return { openid, call, token: tokens.accessToken, refreshToken: tokens.refreshToken }
  }

  /** A member who joined through the mini-program, with points if asked for. */
  async member(
    person: { openid?: string; phone?: string; nickname?: string; points?: number } = {},
  ): Promise<TestMember> {
    const guest = await this.guest(person)
    const card = await guest.call('POST /enrolments', { body: this.enrolment(guest.openid, person.nickname) })
    const [row] = await this.db.query<{ id: number }>('SELECT id FROM member WHERE member_no = ?', [card.memberNo])
    const member = { ...guest, id: row!.id, memberNo: card.memberNo }
    if (person.points) await this.bill({ memberId: member.id, paidFen: person.points * 100 })
    return member
  }

  enrolment(openid: string, nickname?: string) {
    const { code } = this.wechat.control.issuePhoneCode({ openid })
    const consents = (['MEMBERSHIP', 'PRIVACY'] as const).map(purpose => ({ purpose, version: '2026-11' }))
    return { requestId: randomBytes(9).toString('hex'), phoneCode: code, consents, ...(nickname ? { nickname } : {}) }
  }

  /** Members without WeChat or phone, made quickly for crowds. */
  async crowd(count: number): Promise<number[]> {
    const members = this.get(Members)
    const one = () =>
      members.create({
        key: `t:${randomBytes(9).toString('hex')}`,
        phone: null,
        nickname: '会员',
        source: 'DEMO',
        storeId: null,
        enrolledAt: this.parts.clock.now(),
        consents: [],
      })
    return Promise.all(Array.from({ length: count }, one))
  }

  async store(draft: Partial<StoreDraft> = {}): Promise<number> {
    const code = draft.code ?? `S${randomBytes(4).toString('hex')}`
    const all: StoreDraft = {
      name: '国贸店',
      address: '建国路 1 号',
      phone: '010-0000',
      timeZone: 'Asia/Shanghai',
      dayCutOff: '04:00',
      openHours: '10:00-22:00',
      ...draft,
      code,
    }
    return this.db.transaction(tx => this.get(Stores).create(tx, all))
  }

  async table(storeId: number, name = `A${randomBytes(3).toString('hex')}`): Promise<{ id: number; scene: string }> {
    const [table] = await this.db.transaction(tx => this.get(Tables).add(tx, storeId, [name]))
    return { id: table!.id, scene: table!.scene }
  }

  /** A member of staff of a store, bound to a WeChat account and signed in. */
  async staff(
    storeId: number,
    role: 'STAFF' | 'STORE_MANAGER' = 'STAFF',
  ): Promise<{ call: Call; token: string; staffNo: string; id: number }> {
    const guest = await this.guest()
    const invited = await this.db.transaction(tx => this.get(StaffService).invite(tx, { name: '小李', role, storeId }))
    await guest.call('POST /staff/bindings', { body: { invite: invited.invite } })
    return { call: guest.call, token: guest.token, staffNo: invited.staffNo, id: invited.staffId }
  }

  /** An operator of the console, signed in; a store manager may be bound to a store. */
  async operator(role: OperatorRole = 'ADMIN', storeId: number | null = null): Promise<TestOperator> {
    const [username, password] = [`op${randomBytes(5).toString('hex')}`, 'a long enough password']
    const id = await this.get(Operators).ensure({ username, name: '王小明', role, password, storeId })
    const { tokens } = await this.as()('POST /console/sessions', { body: { username, password } })
    return { id, username, password, call: this.as(tokens.accessToken), token: tokens.accessToken }
  }

  /** A till: `call` shows its key, `sign` signs with it. */
  async pos(storeId: number, name = 'till'): Promise<{ call: Call; sign: Call; id: string; key: string }> {
    const issued = await this.db.transaction(tx => this.get(PosKeys).issue(tx, storeId, name))
    const till = { id: String(issued.id), key: issued.key }
    return { call: this.as(till.key), sign: signedCallerOf(this.url, till, () => this.parts.clock.now()), ...till }
  }

  /** A bill through the service, at the present time unless said otherwise. */
  async bill(bill: Partial<NewBill> = {}) {
    const storeId = bill.storeId ?? (await this.someStore())
    const billNo = bill.billNo ?? `B${randomBytes(8).toString('hex')}`
    return this.get(Bills).record({
      memberId: null,
      paidFen: 8850,
      channel: CHANNEL.DEMO,
      who: 'test',
      paidAt: this.parts.clock.now(),
      ...bill,
      storeId,
      billNo,
    })
  }

  private home: Promise<number> | null = null
  /** The store of tests that do not care which. */
  someStore(): Promise<number> {
    this.home ??= this.store()
    return this.home
  }

  /** Settles what is due, then runs every invariant: the rows that break it, `{}` when the books balance. */
  async books(): Promise<Record<string, string[]>> {
    await this.get(Sweeper).sweep()
    const { checks } = await this.get(Invariants).check()
    return Object.fromEntries(checks.filter(check => check.broken > 0).map(check => [check.name, check.sample]))
  }

  get lane(): Lane {
    return this.get(Lane)
  }

  /** Closes everything, also what comes after something that would not close, and then says what went wrong. */
  async close(): Promise<void> {
    const steps = [
      () => this.app.close(),
      () => this.wechat.close(),
      async () => this.paySimulator?.close(),
      () => this.parts.close(),
      () => dropDatabase(this.databaseUrl),
    ]
    const failures: unknown[] = []
    for (const step of steps) await step().catch(error => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
}

export const openWorld = (options?: WorldOptions): Promise<World> => World.open(options)
