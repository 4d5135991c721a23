import { afterAll, beforeAll, test } from '@jest/globals'
import { openWorld, type World } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, openWeapp } from './open-weapp.js'

// Home without a network: the card as it was last known and the word about it, at once; never a bare skeleton.
let world: World
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
})
afterAll(async () => {
  await closeBrowser()
  await world?.close()
})

/** What an open may take on a busy machine, below the second and a half that the repeats of a request would add. */
const AT_ONCE_MS = 1_000

test('opened again without a network, home shows the card and says of what time it is', async () => {
  const ana = await world.member({ nickname: '安娜', points: 88 })
  const device = new Device()
  const open = () =>
    openWeapp({
      dist: builtWeapp(),
      serverUrl: world.url,
      device,
      loginCode: () => world.wechat.control.issueLoginCode({ openid: ana.openid }).code,
    })
  const first = await open()
  await first.see('88')
  await first.offline()
  await first.see('网络不可用，显示的是', { timeout: AT_ONCE_MS })
  await first.close()
  device.settings.online = false
  const again = await open()
  await again.see('88', { timeout: AT_ONCE_MS })
  await again.see('网络不可用，显示的是', { timeout: AT_ONCE_MS })
  await again.online()
  await again.gone('网络不可用，显示的是')
  await again.assertHealthy()
  await again.close()
})

test('opened for the first time without a network, home says so and offers to try again', async () => {
  const device = new Device()
  device.settings.online = false
  const app = await openWeapp({
    dist: builtWeapp(),
    serverUrl: world.url,
    device,
    loginCode: () => 'no network, no code',
  })
  await app.see('网络好像断开了', { timeout: 2 * AT_ONCE_MS })
  await app.close()
})
