import { OperatorRole } from '@huitou/shared/operators'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'

let world: World
let admin: TestOperator
beforeAll(async () => {
  world = await openWorld()
  admin = await world.operator()
})
afterAll(() => world.close())

let drawn = 0
const newName = () => `xia.${++drawn}`
const invite = (draft: Partial<{ username: string; role: OperatorRole; storeId: string | null }> = {}, by = admin) =>
  by.call('POST /console/operators', {
    body: { username: newName(), name: '客服小夏', role: 'SUPPORT', storeId: null, ...draft },
  })
const signIn = (username: string, password: string) =>
  world.as()('POST /console/sessions', { body: { username, password } })
const ME = 'GET /console/me'
const OWN = 'a password of my own'

/** An operator who was invited and has chosen a password. */
async function hired(draft: Parameters<typeof invite>[0] = {}) {
  const { operator, password } = await invite(draft)
  const first = await signIn(operator.username, password)
  const call = world.as(first.tokens.accessToken)
  await call('POST /console/password', { body: { current: password, next: OWN } })
  return { ...operator, call }
}
const change = (
  id: string,
  body: Partial<{ name: string; role: OperatorRole; storeId: string | null; disabled: boolean }>,
) =>
  admin.call('PUT /console/operators/:id', {
    params: { id },
    body: { name: '客服小夏', role: 'SUPPORT', storeId: null, disabled: false, ...body },
  })
const deeds = async (username: string) =>
  (await admin.call('GET /console/audit', { query: { limit: 50 } })).items
    .filter(({ target }) => target === username)
    .map(({ action }) => action)

describe('a new operator', () => {
  test('signs in with the password that was shown once, and has to choose one before anything else', async () => {
    const { operator, password, expiresAt } = await invite()
    expect(operator).toMatchObject({ name: '客服小夏', role: 'SUPPORT', store: null, state: 'INVITED', isMe: false })
    expect(expiresAt).toBe(new Date(world.clock.now().getTime() + 7 * DAY).toISOString())
    const session = await signIn(operator.username, password)
    expect(session.operator.mustChangePassword).toBe(true)
    const call = world.as(session.tokens.accessToken)
    expect((await call(ME)).mustChangePassword).toBe(true)
    expect(await refusalOf(call('GET /console/members', {}))).toBe('operator.password_due')
    expect(await refusalOf(call('POST /console/totp'))).toBe('operator.password_due')
    await call('POST /console/password', { body: { current: password, next: OWN } })
    expect((await call(ME)).mustChangePassword).toBe(false)
    await call('GET /console/members', {})
    const { items } = await admin.call('GET /console/operators')
    expect(items.find(({ id }) => id === operator.id)?.state).toBe('ACTIVE')
    expect(await refusalOf(signIn(operator.username, password))).toBe('operator.credentials')
  })

  test('comes within seven days', async () => {
    const early = await invite()
    const late = await invite()
    world.clock.advance(7 * DAY - 1)
    await signIn(early.operator.username, early.password)
    world.clock.advance(1)
    expect(await refusalOf(signIn(late.operator.username, late.password))).toBe('operator.password_ended')
    expect(await refusalOf(signIn(late.operator.username, 'a guess at it'))).toBe('operator.credentials')
    admin = await world.operator()
  })

  test('has a user name of the own, however it is written', async () => {
    const { operator } = await invite()
    expect(await refusalOf(invite({ username: operator.username.toUpperCase() }))).toBe('operator.username_taken')
    expect(await refusalOf(invite({ username: 'a b' }))).toBe('input.invalid')
  })

  test('is bound to a store only as its manager', async () => {
    const storeId = String(await world.store({ name: '静安店' }))
    const { operator } = await invite({ role: 'STORE_MANAGER', storeId })
    expect(operator.store).toEqual({ id: storeId, name: '静安店' })
    expect(await refusalOf(invite({ role: 'FINANCE', storeId }))).toBe('input.invalid')
    expect(await refusalOf(invite({ role: 'STORE_MANAGER', storeId: '1' }))).toBe('record.not_found')
  })

  test('is made by an administrator alone', async () => {
    for (const role of OperatorRole.options.filter(one => one !== 'ADMIN')) {
      const other = await world.operator(role)
      expect([role, await refusalOf(invite({}, other))]).toEqual([role, 'access.denied'])
    }
  })
})

describe('a change', () => {
  test('of role and store is met at the next request, and is written down', async () => {
    const xia = await hired()
    expect(await refusalOf(xia.call('GET /console/audit', {}))).toBe('access.denied')
    await change(xia.id, { role: 'AUDITOR' })
    await xia.call('GET /console/audit', {})
    const storeId = String(await world.store())
    expect((await change(xia.id, { role: 'STORE_MANAGER', storeId })).store?.id).toBe(storeId)
    expect((await xia.call('GET /console/stores')).items.map(({ id }) => id)).toEqual([storeId])
    expect((await deeds(xia.username)).filter(action => action === 'OPERATOR_CHANGED')).toHaveLength(2)
    await change(xia.id, { role: 'STORE_MANAGER', storeId })
    expect((await deeds(xia.username)).filter(action => action === 'OPERATOR_CHANGED')).toHaveLength(2)
  })

  test('that disables ends every session at once and lets nobody in; enabling does', async () => {
    const xia = await hired()
    await xia.call(ME)
    expect((await change(xia.id, { disabled: true })).state).toBe('DISABLED')
    expect(await refusalOf(xia.call(ME))).toBe('session.invalid')
    expect(await refusalOf(signIn(xia.username, OWN))).toBe('operator.disabled')
    expect(await refusalOf(signIn(xia.username, 'a guess at it'))).toBe('operator.credentials')
    expect((await change(xia.id, {})).state).toBe('ACTIVE')
    await signIn(xia.username, OWN)
    expect(await deeds(xia.username)).toEqual(expect.arrayContaining(['OPERATOR_DISABLED', 'OPERATOR_ENABLED']))
  })

  test('of the own role or access is refused, of the own name it is not', async () => {
    const { items } = await admin.call('GET /console/operators')
    const me = items.find(({ isMe }) => isMe)!
    expect(me.username).toBe(admin.username)
    expect(await refusalOf(change(me.id, { role: 'SUPPORT' }))).toBe('operator.self')
    expect(await refusalOf(change(me.id, { role: 'ADMIN', disabled: true }))).toBe('operator.self')
    expect((await change(me.id, { role: 'ADMIN', name: '王大明' })).name).toBe('王大明')
    const params = { id: me.id }
    expect(await refusalOf(admin.call('POST /console/operators/:id/passwords', { params }))).toBe('operator.self')
    expect(await refusalOf(admin.call('DELETE /console/operators/:id/totp', { params }))).toBe('operator.self')
  })

  test('two administrators who disable each other at once leave one of them', async () => {
    const [li, zhao] = [await world.operator(), await world.operator()]
    const end = (by: TestOperator, whom: TestOperator) =>
      by.call('PUT /console/operators/:id', {
        params: { id: String(whom.id) },
        body: { name: '王小明', role: 'ADMIN', storeId: null, disabled: true },
      })
    await Promise.allSettled([end(li, zhao), end(zhao, li)])
    const { items } = await admin.call('GET /console/operators')
    const left = items.filter(({ id, state }) => [String(li.id), String(zhao.id)].includes(id) && state !== 'DISABLED')
    expect(left).toHaveLength(1)
  })
})

describe('somebody who is locked out', () => {
  test('gets a new one-time password; the old one and all sessions end', async () => {
    const xia = await hired()
    const { password, operator } = await admin.call('POST /console/operators/:id/passwords', { params: { id: xia.id } })
    expect(operator.state).toBe('INVITED')
    expect(await refusalOf(xia.call(ME))).toBe('session.invalid')
    expect(await refusalOf(signIn(xia.username, OWN))).toBe('operator.credentials')
    expect((await signIn(xia.username, password)).operator.mustChangePassword).toBe(true)
  })

  test('has the second step taken off', async () => {
    const xia = await hired()
    await world.db.query("UPDATE operator SET totp_enabled = 1, totp_cipher = 'v1.a.b.c' WHERE id = ?", [
      Number(xia.id),
    ])
    expect(await refusalOf(signIn(xia.username, OWN))).toBe('operator.totp_required')
    const reset = await admin.call('DELETE /console/operators/:id/totp', { params: { id: xia.id } })
    expect(reset.totpEnabled).toBe(false)
    expect((await signIn(xia.username, OWN)).operator.totpEnabled).toBe(false)
    expect(await deeds(xia.username)).toContain('TOTP_RESET')
  })

  test('who is not there cannot be helped', async () => {
    const params = { id: '1' }
    expect(await refusalOf(change('1', {}))).toBe('record.not_found')
    expect(await refusalOf(admin.call('POST /console/operators/:id/passwords', { params }))).toBe('record.not_found')
    expect(await refusalOf(admin.call('DELETE /console/operators/:id/totp', { params }))).toBe('record.not_found')
  })
})
