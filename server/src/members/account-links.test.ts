import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { demoAccount, demoApp } from '../../../test/simulators/wechat/wechat-simulator.js'
import { openWorld, type Person, type World } from '../../../test/world.js'
import { newPhone } from '../../../test/world-basics.js'
import { AccountLinks } from './account-links.service.js'

const token = 'AccountPushToken1'
let world: World
let people = 0

beforeAll(async () => {
  world = await openWorld({
    environment: {
      WECHAT_OA_APP_ID: demoAccount.appId,
      WECHAT_OA_APP_SECRET: demoAccount.appSecret,
      WECHAT_OA_PUSH_TOKEN: token,
    },
  })
  control().messages.pushTo('account', { url: `${world.url}/wechat/account/push`, token, format: 'xml' })
})

afterAll(() => world.close())
beforeEach(() => control().clearFaults())

const control = () => world.wechat.control
const links = () => world.get(AccountLinks)

/** Somebody who has signed in; their unionid is known to WeChat, or not yet. */
async function ana(unionid: string | null): Promise<Person> {
  people += 1
  const openid = `o-ana-${people}-signed-in`
  control().createUser({ openid, phone: newPhone(), unionid })
  const { code } = control().issueLoginCode({ openid })
  const { tokens } = await world.as()('POST /sessions', { body: { code } })
  return { openid, call: world.as(tokens.accessToken), token: tokens.accessToken, refreshToken: tokens.refreshToken }
}

const enrol = (person: Person) => person.call('POST /enrolments', { body: world.enrolment(person.openid) })

async function signInAgain({ openid }: Person): Promise<void> {
  const { code } = control().issueLoginCode({ openid })
  await world.as()('POST /sessions', { body: { code } })
}

/** The account's openids of the member behind a person. */
async function accountsOf({ openid }: Person): Promise<string[]> {
  const rows = await world.db.query<{ openid: string }>(
    `SELECT a.openid FROM wechat_identity m JOIN wechat_identity a ON a.member_id = m.member_id AND a.app_id = ?
     WHERE m.app_id = ? AND m.openid = ?`,
    [demoAccount.appId, demoApp.appId, openid],
  )
  return rows.map(row => row.openid)
}

async function follow(person: Person, following = true): Promise<string> {
  const accountOpenid = control().messages.follow(person.openid, following)
  await control().messages.pushed()
  return accountOpenid
}

test('a member who follows the account is found by their unionid', async () => {
  const person = await ana('union-of-ana-1')
  await enrol(person)
  const accountOpenid = await follow(person)
  expect(await accountsOf(person)).toEqual([])
  expect(await links().run()).toEqual({ followers: 1, putOff: 0 })
  expect(await accountsOf(person)).toEqual([accountOpenid])
  expect(await links().run()).toEqual({ followers: 0, putOff: 0 })
})

test('a follower who joins later is linked by joining', async () => {
  const person = await ana('union-of-ana-2')
  const accountOpenid = await follow(person)
  await links().run()
  expect(await accountsOf(person)).toEqual([])
  await enrol(person)
  expect(await accountsOf(person)).toEqual([accountOpenid])
})

test('a unionid that WeChat tells only later links at the next sign-in', async () => {
  const person = await ana(null)
  await enrol(person)
  control().updateUser(person.openid, { unionid: 'union-of-ana-3' })
  const accountOpenid = await follow(person)
  await links().run()
  expect(await accountsOf(person)).toEqual([])
  await signInAgain(person)
  expect(await accountsOf(person)).toEqual([accountOpenid])
})

test('without a common Open Platform account nobody is linked', async () => {
  const person = await ana('union-of-ana-4')
  await enrol(person)
  control().settings({ openPlatformBound: false })
  await follow(person)
  expect(await links().run()).toEqual({ followers: 1, putOff: 0 })
  expect(await accountsOf(person)).toEqual([])
  control().settings({ openPlatformBound: true })
})

test('whoever leaves the account is not reached over it any more, whatever order the events come in', async () => {
  const person = await ana('union-of-ana-5')
  await enrol(person)
  await follow(person)
  await links().run()
  control().messages.holdPushes()
  await follow(person, false)
  await follow(person, true)
  await follow(person, false)
  control().messages.releasePushes('reversed')
  await control().messages.pushed()
  await links().run()
  expect(await accountsOf(person)).toEqual([])
})

test('while WeChat does not answer, the link waits and is made afterwards', async () => {
  const person = await ana('union-of-ana-6')
  await enrol(person)
  const accountOpenid = await follow(person)
  control().setFault({ endpoint: '/cgi-bin/user/info', status: 502 })
  expect(await links().run()).toEqual({ followers: 0, putOff: 1 })
  expect(await links().run()).toEqual({ followers: 0, putOff: 0 })
  world.clock.advance(5_000)
  expect(await links().run()).toEqual({ followers: 1, putOff: 0 })
  expect(await accountsOf(person)).toEqual([accountOpenid])
})

test('joining and being linked at the same moment always ends linked', async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = await ana(`union-of-race-${round}`)
    const accountOpenid = await follow(person)
    await Promise.all([enrol(person), links().run()])
    expect(await accountsOf(person)).toEqual([accountOpenid])
  }
})

test('two people never share an account openid', async () => {
  const [one, other] = [await ana('union-of-one'), await ana('union-of-other')]
  await Promise.all([enrol(one), enrol(other)])
  const openids = [await follow(one), await follow(other)]
  await links().run()
  expect([await accountsOf(one), await accountsOf(other)]).toEqual(openids.map(openid => [openid]))
})
