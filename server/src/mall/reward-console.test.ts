/** What marketers do to rewards besides publishing one: pictures, many at once, and who can reach what. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { definition as coupon } from '../../../test/coupon-builders.js'
import { reward, TestMall } from '../../../test/mall-builders.js'
import { draw } from '../../../test/stress/aim.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'

let world: World
let mall: TestMall
let marketer: TestOperator
beforeAll(async () => {
  world = await openWorld()
  mall = new TestMall(world)
  marketer = await world.operator('MARKETER')
})
afterAll(() => world.close())

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#888888', noise: { type: 'gaussian', mean: 120, sigma: 60 } },
  })
const upload = (bytes: Buffer) => marketer.call('POST /console/images', { body: { base64: bytes.toString('base64') } })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    error => error.body.code,
  )
const fetched = (path: string, headers: Record<string, string> = {}) => fetch(world.url + path, { headers })

describe('a picture', () => {
  test('comes back small, upright, without what the camera wrote, and to be kept for ever', async () => {
    const taken = await noise(1600, 1200)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitude: '39/1 54/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const kept = await upload(taken)
    // Turned by a quarter, as the camera says it was held.
    expect(kept).toMatchObject({ width: 960, height: 1280 })
    const reply = await fetched(kept.path)
    expect(reply.headers.get('content-type')).toBe('image/jpeg')
    expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const bytes = Buffer.from(await reply.arrayBuffer())
    expect(bytes.length).toBeLessThanOrEqual(200 * 1024)
    const { exif, orientation, width } = await sharp(bytes).metadata()
    expect({ exif, orientation, width }).toEqual({ exif: undefined, orientation: undefined, width: 960 })
    const small = await sharp(Buffer.from(await (await fetched(`${kept.path}-small`)).arrayBuffer())).metadata()
    expect(small.width).toBe(320)
    const again = await fetched(kept.path, { 'if-none-match': reply.headers.get('etag')! })
    expect(again.status).toBe(304)
  })

  test('that is there already is the same one', async () => {
    const bytes = await noise(400, 300).png().toBuffer()
    expect(await upload(bytes)).toEqual(await upload(bytes))
  })

  test('may be a PNG one can see through, or WebP; both become JPEG on white', async () => {
    const clear = sharp({
      create: { width: 300, height: 300, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
    const { path } = await upload(await clear.png().toBuffer())
    const { dominant } = await sharp(Buffer.from(await (await fetched(path)).arrayBuffer())).stats()
    expect(dominant.r).toBeGreaterThan(240)
    await upload(await noise(320, 320).webp().toBuffer())
  })

  test('that will not do is refused with the reason', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script/></svg>')
    const jpeg = await noise(800, 800).jpeg().toBuffer()
    const bomb = sharp({ create: { width: 6_001, height: 2_100, channels: 3, background: '#fff' } })
    const codes = await Promise.all([
      codeOf(upload(svg)),
      codeOf(upload(Buffer.from('GIF89a not for us'))),
      codeOf(upload(jpeg.subarray(0, jpeg.length / 2))),
      codeOf(upload(await noise(299, 400).png().toBuffer())),
      codeOf(upload(await noise(1000, 320).png().toBuffer())),
      codeOf(upload(await bomb.png().toBuffer())),
    ])
    expect(codes).toEqual([
      'image.svg',
      'image.kind',
      'image.broken',
      'image.too_small',
      'image.too_long',
      'image.too_many_pixels',
    ])
  })

  test('larger than two megabytes is not even read', async () => {
    expect(await codeOf(upload(Buffer.alloc(3 * 1024 * 1024)))).toMatch(/^input\./)
    expect((await fetched(`/images/${'0'.repeat(64)}`)).status).toBe(404)
  })

  test('is seen by the diner; one that is not there keeps a reward from being published', async () => {
    const { id, path } = await upload(await noise(640, 480).jpeg().toBuffer())
    const code = await mall.publish({ image: id })
    const diner = await world.member()
    expect(await diner.call('GET /mall/rewards/:code', { params: { code } })).toMatchObject({ image: path })
    expect(await codeOf(mall.publish({ image: 'f'.repeat(64) }))).toBe('reward.invalid')
  })
})

test('a draft says what diners would read, and what is missing, before anybody publishes it', async () => {
  const definition = reward({ gift: { type: 'COUPON', batchId: '9' }, limits: { total: null, perMonth: 2 } })
  const checked = await marketer.call('POST /console/reward-checks', { body: { definition } })
  expect(checked.wrong.map(({ path }) => path)).toEqual(['gift'])
  expect(checked.terms.map(({ text }) => text.zh)).toContain('每月最多 2 份')
})

describe('many rewards at once', () => {
  const change = (codes: string[], of: object, requestId = draw('many-changes-')) =>
    marketer.call('POST /console/reward-changes', { body: { requestId, codes, change: of as never } })

  test('go off the shelf; those that were off are said to be so, and one that is not there stops nobody', async () => {
    const [here, there] = [await mall.publish(), await mall.publish()]
    await change([there], { kind: 'SHELF', onShelf: false })
    expect(await change([here, there, 'NO-SUCH'], { kind: 'SHELF', onShelf: false })).toEqual({
      done: [here],
      same: [there],
      failed: [{ code: 'NO-SUCH', refusal: 'record.not_found' }],
    })
  })

  test('get more stock once, however often the request comes; fewer than are left are refused', async () => {
    const [small, large] = [await mall.publish({}, 3), await mall.publish({}, 30)]
    const requestId = draw('many-changes-')
    const fewer = { kind: 'STOCK', by: -5, reason: '盘点' }
    const first = await change([small, large], fewer, requestId)
    expect(first).toEqual({
      done: [large],
      same: [],
      failed: [{ code: small, refusal: 'reward.stock_too_low' }],
    })
    expect((await change([small, large], fewer, requestId)).done).toEqual([large])
    expect(await mall.stock(large)).toEqual({ stock: 25, left: 25 })
  })
})

test('who can reach a reward is counted by points now and what visits bring, within two seconds', async () => {
  const rich = await world.member({ points: 500 })
  const near = await world.member({ points: 120 })
  await world.crowd(8)
  const code = await mall.publish({ points: 480 })
  const before = performance.now()
  const { rewards, members, spread, oneOf } = await marketer.call('GET /console/reward-reach')
  expect(performance.now() - before).toBeLessThan(2_000)
  const row = rewards.find(one => one.code === code)!
  // 120 points now and three visits of 120 more: just enough.
  expect(row).toMatchObject({ now: 1, soon: 1, year: 0, verdict: 'FAR', members })
  expect(row.never).toBe(members - 2)
  expect(spread.reduce((sum, bar) => sum + bar.members, 0)).toBe(members)
  expect(oneOf).toBe(1)
  expect([rich.id, near.id]).toHaveLength(2)
})

test('a coupon may have a picture too, and one that is not there keeps it from being published', async () => {
  const { id } = await upload(await noise(400, 300).jpeg().toBuffer())
  const publish = (image: string) =>
    marketer.call('POST /console/coupons', {
      body: {
        requestId: draw('coupon-request-'),
        code: draw('PICTURED-'),
        definition: { ...coupon(), image },
        reason: '开业活动',
      },
    })
  expect((await publish(id)).definition.image).toBe(id)
  expect(await codeOf(publish('e'.repeat(64)))).toBe('coupon.invalid')
})
