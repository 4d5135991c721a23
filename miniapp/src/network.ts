/** Whether the phone has a network at all, known before any request has had to fail. */
import { storeOf } from './store'
import { wechat } from './wechat'

export const network = storeOf(true)

wechat.onNetwork(online => network.set(online))
void wechat.hasNetwork().then(online => network.set(online))
