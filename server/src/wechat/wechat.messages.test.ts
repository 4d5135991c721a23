import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ClientWorld } from '../../../test/simulators/wechat/client-world.js'
import { WechatError } from './wechat.error.js'

let world: ClientWorld
let openid: string
const sendPath = '/cgi-bin/message/subscribe/send'
const templateSendPath = '/cgi-bin/message/template/send'
const points = {
  id: 'tmpl-points',
  title: '积分变动提醒',
  fields: [
    { key: 'thing1', label: '门店' },
    { key: 'phrase2', label: '类型' },
    { key: 'character_string3', label: '单号' },
    { key: 'date4', label: '时间' },
  ],
}
const data = {
  thing1: '回头餐厅国贸店',
  phrase2: '消费',
  character_string3: 'B-20260331-07',
  date4: '2026年3月31日 12:00',
}

beforeEach(async () => {
  world = await ClientWorld.start()
  openid = world.person({ unionid: 'o-union-ana' })
  world.control.messages.putTemplate('app', points)
})

afterEach(() => world.close())

const accept = () =>
  world.control.messages.ask({ openid, templateIds: [points.id], answers: { [points.id]: 'accept' } })
const send = (more: Partial<Parameters<typeof world.client.messages.send>[0]> = {}) =>
  world.client.messages.send({ openid, templateId: points.id, data, ...more })
const credits = () => world.control.messages.grant(openid, points.id).credits

describe('a subscribe message', () => {
  test('uses up one grant each, and its 64-bit id keeps every digit', async () => {
    accept()
    accept()
    const ids = [await send(), await send({ page: 'points/statement?from=message' })]
    expect(ids).toEqual(['3717005636572528642', '3717005636572528643'])
    expect(credits()).toBe(0)
    expect(world.control.messages.cards(openid)).toMatchObject([
      { from: 'service', title: '积分变动提醒', page: 'points/statement?from=message' },
      { rows: expect.arrayContaining([{ label: '门店', value: '回头餐厅国贸店' }]) },
    ])
  })

  test('without a grant is NO_GRANT: none left, asked once', async () => {
    const error = await world.failure(send())
    expect(error).toMatchObject({ kind: 'NO_GRANT', errcode: 43101, retryClass: 'NONE_LEFT' })
    expect(world.control.log(sendPath)).toHaveLength(1)
  })

  test('a refusal in the settings voids what was granted, and so does the main switch', async () => {
    accept()
    world.control.messages.refuse(openid, points.id)
    expect((await world.failure(send())).kind).toBe('NO_GRANT')
    world.control.messages.choose(openid, points.id, { always: null })
    accept()
    world.control.messages.switchMessages(openid, false)
    expect((await world.failure(send())).kind).toBe('NO_GRANT')
    world.control.messages.switchMessages(openid, true)
    expect(await send()).not.toBeNull()
  })

  test.each([
    ['a thing of 21', { thing1: '一'.repeat(21) }, 'thing1'],
    ['an empty thing', { thing1: '' }, 'thing1'],
    ['a line break', { thing1: '第一行\n第二行' }, 'thing1'],
    ['a phrase of 6', { phrase2: '消费返积分了' }, 'phrase2'],
    ['a phrase with a letter', { phrase2: 'VIP卡' }, 'phrase2'],
    ['Chinese in a character string', { character_string3: '单号7' }, 'character_string3'],
    ['a character string of 33', { character_string3: 'x'.repeat(33) }, 'character_string3'],
    ['no date', { date4: '明天' }, 'date4'],
    ['a key too many', { thing9: '多余' }, 'thing9'],
  ])('with %s is 47003, permanent, and names the field but no value', async (_, bad, field) => {
    accept()
    const error = await world.failure(send({ data: { ...data, ...bad } }))
    expect(error).toMatchObject({ kind: 'CONTENT_REFUSED', errcode: 47003, field, retryClass: 'PERMANENT' })
    for (const value of Object.values(bad)) if (value) expect(error.message).not.toContain(value)
    expect(world.control.log(sendPath)).toHaveLength(1)
    expect(credits()).toBe(1)
  })

  test('with a key missing is 47003', async () => {
    const { date4: _, ...less } = data
    expect(await world.failure(send({ data: less }))).toMatchObject({ errcode: 47003, field: 'date4' })
  })

  test('at the limits goes through', async () => {
    accept()
    const most = {
      thing1: '😀'.repeat(20),
      phrase2: '消费返积分',
      character_string3: 'x'.repeat(32),
      date4: '2026.03.31',
    }
    expect(await send({ data: most })).not.toBeNull()
  })

  test('of a deleted template is GIVE_UP, to somebody unknown PERMANENT, on a page nobody released PERMANENT', async () => {
    world.control.messages.removeTemplate('app', points.id)
    expect(await world.failure(send())).toMatchObject({ kind: 'TEMPLATE_GONE', errcode: 40037, retryClass: 'GIVE_UP' })
    world.control.messages.putTemplate('app', points)
    const stranger = await world.failure(send({ openid: 'o-nobody-0001' }))
    expect(stranger).toMatchObject({ kind: 'RECIPIENT_UNKNOWN', errcode: 40003, retryClass: 'PERMANENT' })
    world.control.settings({ releasedPages: ['pages/home/index'] })
    const lost = await world.failure(send({ page: 'pages/nowhere/index' }))
    expect(lost).toMatchObject({ errcode: 41030, retryClass: 'PERMANENT' })
  })

  test.each([
    [-1, 2],
    [45009, 1],
    [45011, 1],
  ])('%i is RETRY after %i requests, costs no grant, and later goes through', async (errcode, requests) => {
    accept()
    world.control.setFault({ endpoint: sendPath, errcode, times: requests })
    expect((await world.failure(send())).retryClass).toBe('RETRY')
    expect(world.control.log(sendPath)).toHaveLength(requests)
    expect(credits()).toBe(1)
    expect(await send()).not.toBeNull()
  })

  test('whose answer is lost is UNKNOWN: it was sent, and is not sent again by itself', async () => {
    accept()
    world.control.setFault({ endpoint: sendPath, dropAfterEffect: true })
    const error = await world.failure(send())
    expect(error).toMatchObject({ kind: 'UNREACHABLE', effect: 'UNKNOWN', retryClass: 'UNKNOWN' })
    expect(world.control.log(sendPath)).toHaveLength(1)
    expect(world.control.messages.cards(openid)).toHaveLength(1)
  })

  test('a gateway that failed did not send; one that timed out may have', async () => {
    accept()
    world.control.setFault({ endpoint: sendPath, status: 502 })
    world.control.setFault({ endpoint: sendPath, status: 504 })
    expect((await world.failure(send())).retryClass).toBe('RETRY')
    expect((await world.failure(send())).retryClass).toBe('UNKNOWN')
  })

  test('survives a token that was revoked, and an answer without errcode', async () => {
    accept()
    await world.client.links.urlLink({ page: '', query: '', expiresAt: new Date('2026-04-02T12:00:00+08:00') })
    world.control.token('stable', 'revoke')
    world.control.settings({ successErrcode: 'absent' })
    expect(await send()).toMatch(/^\d{19}$/)
  })
})

describe('the panel', () => {
  const ask = (more: object) => world.control.messages.ask({ openid, templateIds: [points.id], ...more })

  test('tells the page accept or reject, remembers "always", and fails as wx does', () => {
    expect(ask({ answers: { [points.id]: 'reject' } })).toMatchObject({ [points.id]: 'reject' })
    expect(ask({ answers: { [points.id]: 'accept' }, always: true })).toMatchObject({ [points.id]: 'accept' })
    expect(ask({ answers: { [points.id]: 'reject' } })).toMatchObject({ [points.id]: 'accept' })
    expect(credits()).toBe(2)
    expect(ask({ templateIds: ['tmpl-unknown'] })).toMatchObject({ errCode: 20001 })
    expect(ask({ templateIds: ['1', '2', '3', '4', '5', '6'] })).toMatchObject({ errCode: 20003 })
    expect(ask({ templateIds: [] })).toMatchObject({ errCode: 10001 })
    world.control.messages.putTemplate('app', { ...points, id: 'tmpl-long', kind: 'long-term', title: '长期' })
    expect(ask({ templateIds: [points.id, 'tmpl-long'] })).toMatchObject({ errCode: 20002 })
    world.control.messages.switchMessages(openid, false)
    expect(ask({})).toMatchObject({ errCode: 20004 })
  })

  test('asks about one of two templates with the same title', () => {
    world.control.messages.putTemplate('app', { ...points, id: 'tmpl-twin' })
    expect(ask({ templateIds: [points.id, 'tmpl-twin'] })).toMatchObject({
      [points.id]: 'accept',
      'tmpl-twin': 'filter',
    })
  })
})

describe('a template message of the official account', () => {
  const template = { id: 'tmpl-account', title: '积分到期提醒', fields: [{ key: 'number1', label: '积分' }] }
  const sendTo = (accountOpenid: string, more: object = {}) => {
    if (!world.client.account) throw new Error('no account')
    const message = { accountOpenid, templateId: template.id, data: { number1: '320' }, page: 'points/statement' }
    return world.client.account.send({ ...message, onceKey: 'm-1', ...more })
  }

  beforeEach(() => {
    world.control.messages.putTemplate('account', template)
  })

  test('reaches a follower with the account’s own token, and the same key sends one', async () => {
    const accountOpenid = world.control.messages.follow(openid)
    const first = await sendTo(accountOpenid)
    expect(await sendTo(accountOpenid)).toBe(first)
    expect(await sendTo(accountOpenid, { onceKey: 'm-2' })).not.toBe(first)
    expect(world.control.messages.cards(openid)).toHaveLength(2)
    expect((await world.store.get())?.value).toBeUndefined()
  })

  test('to somebody who left is NOT_FOLLOWING: none left', async () => {
    const accountOpenid = world.control.messages.follow(openid)
    world.control.messages.follow(openid, false)
    const error = await world.failure(sendTo(accountOpenid))
    expect(error).toMatchObject({ kind: 'NOT_FOLLOWING', errcode: 43004, retryClass: 'NONE_LEFT' })
    expect(world.control.log(templateSendPath)).toHaveLength(1)
  })

  test('followers tell their unionid, others nothing', async () => {
    const accountOpenid = world.control.messages.follow(openid)
    const account = world.client.account
    if (!account) throw new Error('no account')
    expect(await account.follower(accountOpenid)).toEqual({ accountOpenid, following: true, unionid: 'o-union-ana' })
    const gone = world.control.messages.follow(world.person({ unionid: 'o-union-bob' }), false)
    expect(await account.followers([accountOpenid, gone])).toEqual([
      { accountOpenid, following: true, unionid: 'o-union-ana' },
      { accountOpenid: gone, following: false, unionid: null },
    ])
    await expect(account.followers(Array.from({ length: 101 }, () => gone))).rejects.toThrow(RangeError)
    expect(await account.followers([])).toEqual([])
    expect(await world.failure(account.follower('oA-nobody'))).toMatchObject({ kind: 'RECIPIENT_UNKNOWN' })
  })

  test('an app token does not open the account', async () => {
    const accountOpenid = world.control.messages.follow(openid)
    const account = world.client.account
    await world.client.phoneNumber(world.phoneCode())
    const stored = await world.store.get()
    if (!account || !stored) throw new Error('no account or token')
    await world.accountStore.put(stored)
    expect(await account.follower(accountOpenid)).toMatchObject({ following: true })
    expect(world.calls.filter(call => call.outcome === 'TOKEN_REFUSED')).toHaveLength(1)
  })

  test('there is none without an account', () => {
    expect(world.newClient(world.store, { account: null }).account).toBeNull()
    expect(new WechatError({ endpoint: 'template_send', kind: 'MISCONFIGURED' }).retryClass).toBe('GIVE_UP')
  })
})
