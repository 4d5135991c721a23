import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import { Operators } from './operators.service.js'
import { Passwords } from './passwords.service.js'

let world: World

beforeAll(async () => {
  world = await openWorld()
})

afterAll(() => world.close())

const signIn = (username: string, password: string) =>
  world.as()('POST /console/sessions', { body: { username, password } })
const wrong = (operator: TestOperator) => refusalOf(signIn(operator.username, 'not the password'))
const again = (operator: TestOperator) => signIn(operator.username, operator.password)
const rowOf = async ({ id }: TestOperator) => {
  const [row] = await world.db.query<Record<string, unknown>>('SELECT * FROM operator WHERE id = ?', [id])
  return row!
}

test('an operator signs in and lands where the work is', async () => {
  const chen = await world.operator('FINANCE')
  const { operator, tokens } = await again(chen)
  expect(operator).toMatchObject({ username: chen.username, role: 'FINANCE', landing: '/books', totpEnabled: false })
  expect(await world.as(tokens.accessToken)('GET /console/me')).toEqual(operator)
})

test('the card tells of the sign-in before this one, so that a stranger is noticed', async () => {
  const first = world.clock.now().toISOString()
  const chen = await world.operator()
  expect((await chen.call('GET /console/me')).lastLoginAt).toBeNull()
  world.clock.advance(MINUTE)
  expect((await again(chen)).operator.lastLoginAt).toBe(first)
})

test('the password is kept as argon2id by the parameters of OWASP', async () => {
  const row = await rowOf(await world.operator())
  expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('capitals and blanks around a user name do not matter', async () => {
  const chen = await world.operator()
  expect((await signIn(` ${chen.username.toUpperCase()} `, chen.password)).operator.username).toBe(chen.username)
})

test('a wrong password and a wrong name get the same answer', async () => {
  expect(await wrong(await world.operator())).toBe('operator.credentials')
  expect(await refusalOf(signIn('nobody', 'not the password'))).toBe('operator.credentials')
})

test('a name nobody has costs the same work as one somebody has', async () => {
  const passwords = world.get(Passwords)
  const kept = await passwords.hash('the password')
  const quickest = async (stored: string | undefined) => {
    const times: number[] = []
    for (let i = 0; i < 5; i += 1) {
      const start = performance.now()
      expect(await passwords.matches(stored, 'not the password')).toBe(false)
      times.push(performance.now() - start)
    }
    return Math.min(...times)
  }
  await passwords.matches(undefined, 'the first one makes the hash of nobody')
  expect((await quickest(undefined)) / (await quickest(kept))).toBeGreaterThan(0.3)
})

test('five wrong passwords lock for fifteen minutes, also for the right one', async () => {
  const chen = await world.operator()
  for (let i = 0; i < 5; i += 1) expect(await wrong(chen)).toBe('operator.credentials')
  expect(await refusalOf(again(chen))).toBe('operator.locked')
  world.clock.advance(15 * MINUTE - 1)
  expect(await refusalOf(again(chen))).toBe('operator.locked')
  world.clock.advance(1)
  expect((await again(chen)).operator.username).toBe(chen.username)
})

test('a name nobody has locks as well: the lock does not tell names', async () => {
  for (let i = 0; i < 5; i += 1) expect(await refusalOf(signIn('ghost', 'a'))).toBe('operator.credentials')
  expect(await refusalOf(signIn('Ghost', 'a'))).toBe('operator.locked')
})

test('the right password starts the count over', async () => {
  const chen = await world.operator()
  for (let round = 0; round < 2; round += 1) {
    for (let i = 0; i < 4; i += 1) await wrong(chen)
    await again(chen)
  }
  expect(await rowOf(chen)).toMatchObject({ failures: 0, locked_until: null })
})

test('thirty guesses at once are five', async () => {
  const chen = await world.operator()
  const answers = await Promise.all(Array.from({ length: 30 }, () => wrong(chen)))
  expect(answers.filter(code => code === 'operator.credentials')).toHaveLength(5)
  expect(answers.filter(code => code === 'operator.locked')).toHaveLength(25)
})

test('a refresh token works once and brings the next', async () => {
  const chen = await world.operator()
  const { tokens } = await again(chen)
  const next = await world.as()('POST /console/sessions/refresh', { body: { refreshToken: tokens.refreshToken } })
  expect((await world.as(next.accessToken)('GET /console/me')).username).toBe(chen.username)
  world.clock.advance(2 * MINUTE)
  const stolen = world.as()('POST /console/sessions/refresh', { body: { refreshToken: tokens.refreshToken } })
  expect(await refusalOf(stolen)).toBe('session.invalid')
})

test('a refresh token of a diner opens no console', async () => {
  const guest = await world.guest()
  const refresh = world.as()('POST /console/sessions/refresh', { body: { refreshToken: guest.refreshToken } })
  expect(await refusalOf(refresh)).toBe('session.invalid')
  expect(await refusalOf(world.as(guest.token)('GET /console/me'))).toBe('access.denied')
})

test('signing out ends the session', async () => {
  const chen = await world.operator()
  await chen.call('DELETE /console/session')
  expect(await refusalOf(chen.call('GET /console/me'))).toBe('session.invalid')
})

test('a new password ends all other sessions and opens the door alone', async () => {
  const chen = await world.operator()
  const here = world.as((await again(chen)).tokens.accessToken)
  await here('POST /console/password', { body: { current: chen.password, next: 'another long password' } })
  expect(await refusalOf(chen.call('GET /console/me'))).toBe('session.invalid')
  expect((await here('GET /console/me')).username).toBe(chen.username)
  expect(await refusalOf(again(chen))).toBe('operator.credentials')
  expect((await signIn(chen.username, 'another long password')).operator.username).toBe(chen.username)
})

test('who sits at an open session cannot guess the password there', async () => {
  const chen = await world.operator()
  const guess = () =>
    chen.call('POST /console/password', { body: { current: 'a guess', next: 'another long password' } })
  for (let i = 0; i < 5; i += 1) expect(await refusalOf(guess())).toBe('operator.credentials')
  expect(await refusalOf(guess())).toBe('operator.locked')
})

test.each([
  ['the old one', (chen: TestOperator) => chen.password],
  ['one with the user name in it', (chen: TestOperator) => `${chen.username}-2026`],
  ['a short one', () => 'short'],
])('%s is no new password', async (_, next) => {
  const chen = await world.operator()
  const body = { current: chen.password, next: next(chen) }
  expect(await refusalOf(chen.call('POST /console/password', { body }))).toBe('input.invalid')
})

test('a marketer plans, but opens no store and sees no audit log', async () => {
  const mo = await world.operator('MARKETER')
  expect((await mo.call('GET /console/stores')).items).toEqual([])
  expect(
    await refusalOf(mo.call('POST /console/stores/:id/tables', { params: { id: '1' }, body: { names: ['A'] } })),
  ).toBe('access.denied')
  expect(await refusalOf(mo.call('GET /console/audit'))).toBe('access.denied')
})

test('an operator who is no more is out within five seconds', async () => {
  const chen = await world.operator()
  await world.db.query('DELETE FROM operator WHERE id = ?', [chen.id])
  expect(await refusalOf(world.get(Operators).allowed(chen.id, 'GET /console/me'))).toBe('session.invalid')
})

test('making an operator twice leaves the first as he is', async () => {
  const chen = await world.operator('SUPPORT')
  const draft = { username: chen.username, name: 'x', role: 'ADMIN' as const, password: 'another long password' }
  const ids = await Promise.all([world.get(Operators).ensure(draft), world.get(Operators).ensure(draft)])
  expect(ids).toEqual([chen.id, chen.id])
  expect((await again(chen)).operator.role).toBe('SUPPORT')
})
