/**
 * Who a browser that plays a phone is to the WeChat simulator: ids follow from the name of the device alone, so people
 * can be prepared before they sign in for the first time. A test holds this to what the simulator does.
 */
import { createHash } from 'node:crypto'

export interface DeviceUser {
  openid: string
  unionid: string
  /** The number the simulator gives this user, unless somebody there has it already. */
  phone: string
}

export function userOfDevice(appId: string, device: string): DeviceUser {
  const openid = madeUpId(`${appId} ${device}`)
  const number = digest(openid).readUInt32BE(0) % 100_000_000
  return { openid, unionid: madeUpId(`union ${device}`), phone: `199${String(number).padStart(8, '0')}` }
}

function madeUpId(text: string): string {
  return `o${digest(text).toString('base64url').slice(0, 27)}`
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
