import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ClientWorld } from '../../../test/simulators/wechat/client-world.js'
import { demoApp } from '../../../test/simulators/wechat/wechat-simulator.js'
import { readQr } from '../../../test/weapp/read-qr.js'

let world: ClientWorld
const codePath = '/wxa/getwxacodeunlimit'
const page = 'table/index'
const later = new Date('2026-04-30T11:59:59+08:00')

beforeEach(async () => {
  world = await ClientWorld.start()
})

afterEach(() => world.close())

describe('a mini-program code', () => {
  test('is a picture that carries its scene and page', async () => {
    const scene = "t!#$&'()*+,/:;=?@-._~A9"
    const picture = await world.client.links.unlimitedCode({ scene, page, width: 300 })
    expect(picture.contentType).toBe('image/png')
    const text = readQr(picture.bytes) ?? ''
    expect(text.startsWith(`mini-program:${demoApp.appId}?`)).toBe(true)
    const query = new URLSearchParams(text.split('?').slice(1).join('?'))
    expect(Object.fromEntries(query)).toEqual({ page, scene, env_version: 'release' })
  })

  test('of 32 characters is made; of 33, with a percent sign or Chinese is refused without asking', async () => {
    await world.client.links.unlimitedCode({ scene: 'x'.repeat(32), page })
    world.control.clearLog()
    for (const scene of ['x'.repeat(33), 'a%20b', '桌7', '']) {
      const error = await world.failure(world.client.links.unlimitedCode({ scene, page }))
      expect([scene, error.kind, error.retryClass]).toEqual([scene, 'CONTENT_REFUSED', 'PERMANENT'])
    }
    expect(world.control.log(codePath)).toEqual([])
  })

  test('WeChat itself refuses such a scene with JSON in place of the picture', async () => {
    const token = (await import('../../../test/simulators/wechat/raw-calls.js')).stableToken
    const { access_token: value } = (await token(world.config.apiUrl)).json
    for (const scene of ['x'.repeat(33), 'a%20b', '']) {
      const answer = await fetch(`${world.config.apiUrl}${codePath}?access_token=${value}`, {
        method: 'POST',
        body: JSON.stringify({ scene, page }),
      })
      expect(answer.headers.get('content-type')).toContain('json')
      expect(await answer.json()).toMatchObject({ errcode: 40169 })
    }
  })

  test('for a page that is not released is 41030; a trial version does not ask', async () => {
    world.control.settings({ releasedPages: ['pages/home/index'] })
    const error = await world.failure(world.client.links.unlimitedCode({ scene: 'a', page }))
    expect(error).toMatchObject({ kind: 'CONTENT_REFUSED', errcode: 41030 })
    expect(await world.client.links.unlimitedCode({ scene: 'a', page, version: 'trial' })).toHaveProperty('bytes')
  })

  test('an error in place of the picture is found by its bytes, and half a picture is no picture', async () => {
    world.control.setFault({ endpoint: codePath, errcode: 45009 })
    const error = await world.failure(world.client.links.unlimitedCode({ scene: 'a', page }))
    expect(error).toMatchObject({ kind: 'RATE_LIMITED', errcode: 45009, retryClass: 'RETRY' })
    world.control.setFault({ endpoint: codePath, truncateBody: 'midway' })
    expect((await world.failure(world.client.links.unlimitedCode({ scene: 'a', page }))).kind).toBe('UNREACHABLE')
  })
})

describe('a link from outside', () => {
  test('is made, lives, and tells how often it may still be opened', async () => {
    const link = await world.client.links.urlLink({ page: '', query: 'c=spring', expiresAt: later })
    expect(link).toMatch(/^https:\/\/wxaurl\.cn\/\S+$/)
    expect(await world.client.links.opensLeft(link)).toBe(6_000_000)
    expect(await world.client.links.scheme({ page: '', query: 'c=spring', expiresAt: later })).toMatch(/^weixin:\/\//)
  })

  test.each([
    ['past thirty days', { expiresAt: new Date('2026-04-30T12:00:01+08:00') }, 85401],
    ['over already', { expiresAt: new Date('2026-03-31T12:00:00+08:00') }, 85401],
    ['with Chinese in its query', { query: 'c=春天' }, 40212],
    ['with a query of 1,025', { query: 'x'.repeat(1025) }, 40212],
    ['to a page with a slash in front', { page: '/pages/home/index' }, 40165],
  ])('%s is refused for good', async (_, more, errcode) => {
    const link = { page: '', query: '', expiresAt: later, ...more }
    for (const call of [world.client.links.urlLink(link), world.client.links.scheme(link)]) {
      expect(await world.failure(call)).toMatchObject({ errcode, retryClass: 'PERMANENT' })
    }
  })
})
