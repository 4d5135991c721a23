import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createConnection } from 'mysql2/promise'
import { openWorld, type World } from '../../../test/world.js'
import { type WaitingEvent, WechatEvents } from './wechat-events.service.js'

const appPush = { token: 'AppPushToken1', aesKey: `${'A'.repeat(42)}E` }
const accountPush = { token: 'AccountPushToken1' }
let world: World
let openid: string
const template = {
  id: 'tmpl-points',
  title: '积分变动提醒',
  fields: [
    { key: 'thing1', label: '门店' },
    { key: 'number2', label: '积分' },
  ],
}

beforeAll(async () => {
  world = await openWorld({
    environment: {
      WECHAT_PUSH_TOKEN: appPush.token,
      WECHAT_PUSH_AES_KEY: appPush.aesKey,
      WECHAT_OA_APP_ID: 'wx0000000000acct01',
      WECHAT_OA_APP_SECRET: 'demo-account-secret',
      WECHAT_OA_PUSH_TOKEN: accountPush.token,
    },
  })
  world.wechat.control.messages.putTemplate('app', template)
})

afterAll(() => world.close())

beforeEach(async () => {
  openid = world.wechat.control.createUser().openid
  messages().pushTo('app', { url: `${world.url}/wechat/push`, ...appPush })
  messages().pushTo('account', { url: `${world.url}/wechat/account/push`, ...accountPush, format: 'xml' })
})

afterEach(() => messages().pushQuirks({ listAs: 'array', createTimeAs: 'string', copies: 1 }))

const messages = () => world.wechat.control.messages
const events = () => world.get(WechatEvents)

async function heardOf(person: string): Promise<WaitingEvent[]> {
  await messages().pushed()
  const kinds = [
    'SUBSCRIBE_ANSWERED',
    'SUBSCRIBE_CHANGED',
    'SUBSCRIBE_SENT',
    'TEMPLATE_SENT',
    'FOLLOWED',
    'UNFOLLOWED',
    'MEDIA_CHECKED',
  ] as const
  return (await events().waiting(kinds, 500)).filter(event => event.openid === person)
}

describe('the address', () => {
  test('echoes to WeChat in either mode, and to nobody else', async () => {
    expect(await messages().verifyPush('app')).toBe(true)
    expect(await messages().verifyPush('account')).toBe(true)
    const stranger = await fetch(`${world.url}/wechat/push?signature=${'0'.repeat(40)}&timestamp=1&nonce=1&echostr=hi`)
    expect([stranger.status, await stranger.text()]).toEqual([403, 'refused'])
  })

  test('a push signed with another token is a 403 and nothing is written', async () => {
    messages().pushTo('app', { url: `${world.url}/wechat/push`, ...appPush, token: 'SomebodyElse1' })
    messages().ask({ openid, templateIds: ['tmpl-points'] })
    expect(await heardOf(openid)).toEqual([])
    expect((await messages().pushed()).at(-1)).toMatchObject({ status: 403, attempts: 4 })
  })

  test('where a key is set, a plain push is refused although its signature is right', async () => {
    messages().pushTo('app', { url: `${world.url}/wechat/push`, token: appPush.token })
    messages().ask({ openid, templateIds: ['tmpl-points'] })
    expect(await heardOf(openid)).toEqual([])
    expect((await messages().pushed()).at(-1)).toMatchObject({ status: 403 })
  })

  test('is not there where it is not configured', async () => {
    const bare = await openWorld()
    expect((await fetch(`${bare.url}/wechat/push`)).status).toBe(404)
    await bare.close()
  })
})

test('a database that hangs is answered within five seconds, and the repeat finds the event written once', async () => {
  const connection = await createConnection({ uri: world.databaseUrl })
  await connection.query('LOCK TABLES wechat_event WRITE')
  const began = performance.now()
  messages().ask({ openid, templateIds: ['tmpl-points'] })
  await new Promise(resolve => setTimeout(resolve, 4_700))
  await connection.end()
  expect(await heardOf(openid)).toHaveLength(1)
  expect((await messages().pushed()).at(-1)).toMatchObject({ status: 200, attempts: 2 })
  expect(performance.now() - began).toBeLessThan(15_000)
})

describe('what arrives', () => {
  test('every answer to a panel is one event, whichever shape its list has', async () => {
    for (const listAs of ['array', 'object'] as const) {
      messages().pushQuirks({ listAs, createTimeAs: listAs === 'array' ? 'string' : 'number' })
      const person = world.wechat.control.createUser().openid
      messages().ask({ openid: person, templateIds: ['tmpl-points'], answers: { 'tmpl-points': 'reject' } })
      expect(await heardOf(person)).toMatchObject([
        { kind: 'SUBSCRIBE_ANSWERED', subject: 'tmpl-points', outcome: 'reject', happenedAt: world.clock.now() },
      ])
    }
  })

  test('an event told ten times at once is written once', async () => {
    messages().pushQuirks({ copies: 10 })
    messages().ask({ openid, templateIds: ['tmpl-points'] })
    expect(await heardOf(openid)).toHaveLength(1)
    expect((await messages().pushed()).slice(-10).every(push => push.status === 200)).toBe(true)
  })

  test('events that come in the wrong order are read in the order they happened', async () => {
    messages().holdPushes()
    messages().ask({ openid, templateIds: ['tmpl-points'] })
    world.clock.advance(2_000)
    messages().refuse(openid, 'tmpl-points')
    messages().releasePushes('reversed')
    expect((await heardOf(openid)).map(event => event.kind)).toEqual(['SUBSCRIBE_ANSWERED', 'SUBSCRIBE_CHANGED'])
  })

  test('a sent message is reported by the id its send was answered with', async () => {
    messages().ask({ openid, templateIds: ['tmpl-points'] })
    const data = { thing1: '国贸店', number2: '88' }
    const id = await world.parts.wechat.messages.send({ openid, templateId: 'tmpl-points', data })
    expect(await heardOf(openid)).toContainEqual(
      expect.objectContaining({ kind: 'SUBSCRIBE_SENT', messageId: id, outcome: 'success', subject: 'tmpl-points' }),
    )
  })

  test('a verdict on a picture arrives under its trace id', async () => {
    world.wechat.control.settings({ mediaVerdict: 'later' })
    messages().visit(openid)
    const check = { openid, scene: 'PROFILE', url: 'https://huitou.example/a.jpg' } as const
    const traceId = await world.parts.wechat.checks.picture(check)
    expect(await heardOf(openid)).toEqual([])
    messages().judge(traceId, 'risky')
    expect(await heardOf(openid)).toMatchObject([{ kind: 'MEDIA_CHECKED', subject: traceId, outcome: 'risky' }])
  })

  test('the account says in XML who follows it', async () => {
    const accountOpenid = messages().follow(openid)
    expect(await heardOf(accountOpenid)).toMatchObject([{ kind: 'FOLLOWED', appId: 'wx0000000000acct01' }])
  })

  test('an event is dealt with once, put off for longer each time, and forgotten after ninety days', async () => {
    messages().ask({ openid, templateIds: ['tmpl-points'] })
    const [event] = await heardOf(openid)
    await events().putOff(event!)
    expect(await heardOf(openid)).toEqual([])
    world.clock.advance(5_000)
    expect(await heardOf(openid)).toMatchObject([{ id: event!.id, attempts: 1 }])
    const both = await Promise.all([1, 2].map(() => world.db.transaction(tx => events().finish(tx, event!.id))))
    expect(both.sort()).toEqual([false, true])
    expect(await heardOf(openid)).toEqual([])
    expect(await events().forget()).toBe(0)
    world.clock.advance(91 * 86_400_000)
    expect(await events().forget()).toBe(1)
  })
})
