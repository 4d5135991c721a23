import { hkdfSync } from 'node:crypto'
import { OperatorRole } from '@huitou/shared/operators'
import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import type { Db } from '../db.js'
import { Identities } from '../members/identities.service.js'
import { Operators } from '../operators/operators.service.js'
import { Refusal } from '../refusal.js'
import { PosKeys } from '../stores/pos-keys.service.js'
import { newPosKey, newScene } from '../stores/scenes.rules.js'
import { StaffService } from '../stores/staff.service.js'
import { Stores } from '../stores/stores.service.js'
import { Tables } from '../stores/tables.service.js'
import { CONFIG, DB } from '../tokens.js'
import { userOfDevice } from './devices.rules.js'
import { BRAND_NAME, DAY_CUT_OFF, HOUSES, type House, TIME_ZONE } from './houses.rules.js'
import { Random } from './random.rules.js'
import { OPERATORS, PASSWORD } from './sign-ins.rules.js'

/** A store of the demonstration as it stands in the database. */
export interface Place {
  storeId: number
  brandId: number
  /** Ids in the order of the plan. */
  tables: number[]
  staff: { id: number; staffNo: string }[]
  /** The code on the first table. */
  scene: string
}

const TILL = '前台收银机'
const SCENES_SEED = 20_000

/** Stores, tables, staff, operators and a till's key. Everything is looked for first, so it can be made in pieces. */
@Injectable()
export class DemoPlaces {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(Identities) private readonly identities: Identities,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(StaffService) private readonly staff: StaffService,
    @Inject(PosKeys) private readonly posKeys: PosKeys,
    @Inject(Operators) private readonly operators: Operators,
  ) {}

  /** The three stores, complete, and the moment the first of them was opened: the end of the twelve months. */
  async ensure(): Promise<{ places: Place[]; openedAt: Date; posKey: string }> {
    const places: Place[] = []
    for (const [index, house] of HOUSES.entries()) places.push(await this.ensurePlace(house, index))
    for (const { role, username, name } of OPERATORS) {
      // The store manager runs the first store, and meets no other.
      const storeId = role === 'STORE_MANAGER' ? places[0]!.storeId : null
      await this.operators.ensure({ username, name, role: OperatorRole.parse(role), password: PASSWORD, storeId })
    }
    const [first] = await this.db.query<{ created_at: Date }>('SELECT created_at FROM store WHERE code = ?', [
      HOUSES[0]!.code,
    ])
    return { places, openedAt: first!.created_at, posKey: await this.ensurePosKey(places[0]!.storeId) }
  }

  private async ensurePlace(house: House, index: number): Promise<Place> {
    const storeId = await this.ensureStore(house)
    const { brandId } = await this.stores.get(storeId)
    const tables = await this.ensureTables(storeId, house, index)
    const staff = []
    for (const person of house.staff) staff.push(await this.ensureStaff(storeId, person))
    return { storeId, brandId, tables: tables.map(({ id }) => id), staff, scene: tables[0]!.scene }
  }

  private async ensureStore(house: House): Promise<number> {
    const there = (await this.stores.list()).find(({ code }) => code === house.code)
    if (there) return there.id
    const { code, name, address, phone, openHours, latitude, longitude } = house
    const draft = {
      code,
      name,
      address,
      phone,
      openHours,
      latitude,
      longitude,
      timeZone: TIME_ZONE,
      dayCutOff: DAY_CUT_OFF,
    }
    return this.db.transaction(async tx => {
      if (house === HOUSES[0]) await this.stores.nameBrand(tx, BRAND_NAME)
      return this.stores.create(tx, draft as Parameters<Stores['create']>[1])
    })
  }

  private async ensureTables(storeId: number, house: House, index: number) {
    const names = new Set((await this.tables.ofStore(storeId)).map(({ name }) => name))
    // Added all or none, so their codes are drawn in the same order every time.
    const random = new Random(SCENES_SEED + index)
    const missing = house.tables.filter(name => !names.has(name))
    if (missing.length > 0) {
      const scene = () => newScene(size => random.bytes(size))
      await this.db.transaction(tx => this.tables.add(tx, storeId, missing, scene))
    }
    const all = await this.tables.ofStore(storeId)
    return house.tables.map(name => all.find(table => table.name === name)!)
  }

  /** Invited and bound like anybody, to the account the simulator gives this device. */
  private async ensureStaff(storeId: number, person: House['staff'][number]): Promise<{ id: number; staffNo: string }> {
    const { openid, unionid } = userOfDevice(this.config.wechat.appId, person.device)
    const identityId = await this.identities.remember(openid, unionid)
    if (!(await this.staff.cardOf(identityId))) {
      const { name, role } = person
      const { invite } = await this.db.transaction(async tx => {
        // An earlier seeding was killed between inviting and binding; nobody knows that invitation any more.
        const lost = await this.staff.list()
        for (const left of lost)
          if (left.name === name && left.state === 'INVITED') await this.staff.revoke(tx, Number(left.id))
        return this.staff.invite(tx, { name, role, storeId })
      })
      await this.staff.bind(identityId, invite)
    }
    const { id, staffNo } = await this.staff.active(identityId)
    return { id, staffNo }
  }

  /** The key follows from this deployment's own secret: it can be shown again, and nobody else can make it. */
  private async ensurePosKey(storeId: number): Promise<string> {
    const random = (size: number) =>
      new Uint8Array(hkdfSync('sha256', this.config.keys.code, '', 'huitou demo till', size))
    const key = newPosKey(random)
    try {
      await this.posKeys.check(key)
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'pos.key_invalid')) throw error
      await this.db.transaction(tx => this.posKeys.issue(tx, storeId, TILL, { random }))
    }
    return key
  }
}
