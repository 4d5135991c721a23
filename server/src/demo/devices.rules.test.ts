import { expect, test } from '@jest/globals'
import { demoApp, startWechatSimulator } from '../../../test/simulators/wechat/wechat-simulator.js'
import { userOfDevice } from './devices.rules.js'

test('the simulator knows a device by the ids and the number we prepare for it', async () => {
  const simulator = await startWechatSimulator()
  try {
    for (const device of ['demo-diner', 'demo-staff', 'demo-manager-xh']) {
      await simulator.control.deviceLogin(device)
      const { openid, unionid, phone } = userOfDevice(demoApp.appId, device)
      expect(simulator.control.users(100)).toContainEqual(expect.objectContaining({ openid, unionid, phone }))
    }
  } finally {
    await simulator.close()
  }
})
