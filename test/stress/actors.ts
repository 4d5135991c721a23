/** Everybody who might call: people, tills and operators of two stores, and whoever holds a token that is none. */
import { createHmac } from 'node:crypto'
import { OperatorRole } from '@huitou/shared/operators'
import { StaffService } from '../../server/src/stores/staff.service.js'
import type { TillKey } from '../simulators/pos/signer.js'
import type { Person, TestMember, World } from '../world.js'

type Role = (typeof OperatorRole)['options'][number]

/** How the guard should see somebody. `bad` names the refusal that the token itself meets at routes of sessions. */
export type Standing =
  | { as: 'nobody' }
  | { as: 'bad'; code: 'session.invalid' | 'session.expired' }
  | { as: 'pos' }
  | { as: 'operator'; role: Role }
  | { as: 'person'; member: boolean; staff: 'none' | 'active' | 'revoked' }

export interface Actor {
  name: string
  token: string | undefined
  standing: Standing
  /** The WeChat account, where there is one. */
  openid?: string
  /** What a till signs with, where a route asks for that. */
  till?: TillKey
}

/** Ana and the people and tills of her store, against whom the others are tried. */
export interface House {
  ana: TestMember
  storeId: number
  waiter: Actor
  till: Actor
}

export async function makeHouse(world: World): Promise<House> {
  const storeId = await world.store({ name: '安娜的店' })
  const ana = await world.member({ nickname: '安娜甲乙丙' })
  return { ana, storeId, waiter: await waiterOf(world, storeId), till: await tillOf(world, storeId) }
}

/** Everybody who has nothing to do with ana or her store, and operators, who see everything their role may. */
export async function makeStrangers(world: World, house: House): Promise<Actor[]> {
  const guest = await world.guest()
  const bo = await world.member({ nickname: '波', points: 30 })
  const otherStore = await world.store({ name: '别的店' })
  return [
    { name: 'nobody', token: undefined, standing: { as: 'nobody' } },
    person('a guest', guest, { member: false, staff: 'none' }),
    person('another member', bo, { member: true, staff: 'none' }),
    { ...(await waiterOf(world, otherStore)), name: 'staff of another store' },
    await revokedWaiter(world, house.storeId),
    { ...(await tillOf(world, otherStore)), name: 'a till of another store' },
    ...(await badTokens(world, house)),
    ...(await operators(world)),
  ]
}

function person(name: string, who: Person, is: { member: boolean; staff: 'none' | 'active' | 'revoked' }): Actor {
  return { name, token: who.token, openid: who.openid, standing: { as: 'person', ...is } }
}

async function waiterOf(world: World, storeId: number): Promise<Actor> {
  const { token } = await world.staff(storeId)
  return { name: 'staff of the store', token, standing: { as: 'person', member: false, staff: 'active' } }
}

async function tillOf(world: World, storeId: number): Promise<Actor> {
  const { id, key } = await world.pos(storeId)
  return { name: 'a till of the store', token: key, standing: { as: 'pos' }, till: { id, key } }
}

async function revokedWaiter(world: World, storeId: number): Promise<Actor> {
  const { id, token } = await world.staff(storeId)
  await world.db.transaction(tx => world.get(StaffService).revoke(tx, id))
  world.get(StaffService).forget()
  return { name: 'revoked staff', token, standing: { as: 'person', member: false, staff: 'revoked' } }
}

async function operators(world: World): Promise<Actor[]> {
  const all: Actor[] = []
  for (const role of OperatorRole.options) {
    const { token } = await world.operator(role)
    all.push({ name: `an operator: ${role}`, token, standing: { as: 'operator', role } })
  }
  return all
}

/** Tokens that must open nothing, each made from one that would. */
async function badTokens(world: World, { ana, storeId }: House): Promise<Actor[]> {
  const [, payload = ''] = ana.token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, number>
  const key = world.config.keys.session.export()
  const second = Math.floor(world.clock.now().getTime() / 1000)
  const gone = await world.guest()
  await gone.call('DELETE /session')
  const { codes } = await ana.call('POST /member/codes')
  const invite = await world
    .operator('ADMIN')
    .then(admin =>
      admin.call('POST /console/staff', { body: { name: '新人', role: 'STAFF', storeId: String(storeId) } }),
    )
  const invalid: Record<string, string> = {
    'a token altered by a letter': `${ana.token.slice(0, -2)}${ana.token.endsWith('AA') ? 'BB' : 'AA'}`,
    'a token whose claims were changed': jwt({ alg: 'HS256', typ: 'JWT' }, { ...claims, k: 2 }, Buffer.from('guess')),
    'a token without a signature': jwt({ alg: 'none', typ: 'JWT' }, claims, null),
    'a token of another kind': jwt({ alg: 'HS256', typ: 'JWT' }, { ...claims, k: 3 }, key),
    'a token of a session that was ended': gone.token,
    'a refresh token': ana.refreshToken,
    'a member code': codes[0]!.qr,
    'an invitation': invite.invite,
    'half a token': ana.token.slice(0, ana.token.length / 2),
  }
  return [
    ...Object.entries(invalid).map(
      ([name, token]): Actor => ({
        name,
        token,
        standing: { as: 'bad', code: 'session.invalid' },
      }),
    ),
    {
      name: 'a token that ran out this second',
      token: jwt({ alg: 'HS256', typ: 'JWT' }, { ...claims, e: second }, key),
      standing: { as: 'bad', code: 'session.expired' },
    },
  ]
}

function jwt(header: object, claims: object, key: Buffer | null): string {
  const text = [header, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${key ? createHmac('sha256', key).update(text).digest('base64url') : ''}`
}
