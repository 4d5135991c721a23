import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Secret, TOTP } from 'otpauth'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { MINUTE, refusalOf, SECOND } from '../../../test/world-basics.js'

let world: World
let chen: TestOperator
let secret: string

beforeAll(async () => {
  world = await openWorld()
})

/** Chen has two-step sign-in on, by an authenticator whose codes the tests can read. */
beforeEach(async () => {
  chen = await world.operator()
  secret = (await chen.call('POST /console/totp')).secret
  await chen.call('PUT /console/totp', { body: { totp: codeAt(0) } })
  world.clock.advance(10 * MINUTE)
})

afterAll(() => world.close())

/** What the authenticator shows `ms` from now. */
function codeAt(ms: number): string {
  const timestamp = world.clock.now().getTime() + ms
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
}

const signIn = (totp?: string) =>
  world.as()('POST /console/sessions', { body: { username: chen.username, password: chen.password, totp } })

test('the setup can be scanned: a secret, a link that names us, a picture', async () => {
  const other = await world.operator()
  const setup = await other.call('POST /console/totp')
  expect(setup.secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(setup.url).toContain('otpauth://totp/Huitou')
  expect(setup.url).toContain(setup.secret)
  expect(setup.qrSvg).toMatch(/^<svg[\s\S]*<\/svg>\s*$/)
})

test('a secret counts only after a first right code', async () => {
  const other = await world.operator()
  await other.call('POST /console/totp')
  expect(await refusalOf(other.call('PUT /console/totp', { body: { totp: '000000' } }))).toBe('operator.totp_wrong')
  expect((await other.call('GET /console/me')).totpEnabled).toBe(false)
})

test('a code without a setup turns nothing on', async () => {
  const other = await world.operator()
  expect(await refusalOf(other.call('PUT /console/totp', { body: { totp: '123456' } }))).toBe('operator.totp_wrong')
})

test('the password alone asks for the code, and does not count as a failure', async () => {
  for (let i = 0; i < 8; i += 1) expect(await refusalOf(signIn())).toBe('operator.totp_required')
  expect((await signIn(codeAt(0))).operator.totpEnabled).toBe(true)
})

test.each([
  ['one step early', -30 * SECOND, true],
  ['now', 0, true],
  ['one step late', 30 * SECOND, true],
  ['two steps early', -60 * SECOND, false],
  ['two steps late', 60 * SECOND, false],
])('a code of %s: %s ms, %s', async (_, ms, right) => {
  const attempt = signIn(codeAt(ms))
  if (right) expect((await attempt).operator.username).toBe(chen.username)
  else expect(await refusalOf(attempt)).toBe('operator.totp_wrong')
})

test('a code is used once, and none older than it', async () => {
  const [before, now] = [codeAt(-30 * SECOND), codeAt(0)]
  await signIn(now)
  expect(await refusalOf(signIn(now))).toBe('operator.totp_wrong')
  expect(await refusalOf(signIn(before))).toBe('operator.totp_wrong')
  world.clock.advance(30 * SECOND)
  expect((await signIn(codeAt(0))).operator.username).toBe(chen.username)
})

test('one code sent by ten people at once lets one in', async () => {
  const totp = codeAt(0)
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => signIn(totp)))
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('five wrong codes lock, though the password was right each time', async () => {
  for (let i = 0; i < 5; i += 1) {
    expect(await refusalOf(signIn())).toBe('operator.totp_required')
    expect(await refusalOf(signIn('000000'))).toBe('operator.totp_wrong')
  }
  expect(await refusalOf(signIn(codeAt(0)))).toBe('operator.locked')
})

test('the secret is kept sealed and opens for its owner alone', async () => {
  const [row] = await world.db.query<{ totp_cipher: string }>('SELECT totp_cipher FROM operator WHERE id = ?', [
    chen.id,
  ])
  expect(row!.totp_cipher).toMatch(/^v1\./)
  expect(row!.totp_cipher).not.toContain(secret)
  const thief = await world.operator()
  await world.db.query('UPDATE operator SET totp_cipher = ? WHERE id = ?', [row!.totp_cipher, thief.id])
  expect(await refusalOf(thief.call('PUT /console/totp', { body: { totp: codeAt(0) } }))).toBe('server.error')
})

test('a second setup has to wait until the first is off', async () => {
  const session = world.as((await signIn(codeAt(0))).tokens.accessToken)
  expect(await refusalOf(session('POST /console/totp'))).toBe('operator.totp_on')
})

test('it is turned off by a code, and not by a wrong one', async () => {
  const session = world.as((await signIn(codeAt(0))).tokens.accessToken)
  expect(await refusalOf(session('DELETE /console/totp', { body: { totp: '000000' } }))).toBe('operator.totp_wrong')
  world.clock.advance(30 * SECOND)
  expect((await session('DELETE /console/totp', { body: { totp: codeAt(0) } })).totpEnabled).toBe(false)
  expect((await signIn()).operator.totpEnabled).toBe(false)
})
