import { askTest } from './native.js'
import type { Records } from './records.js'

type Fire = (type: string, detail: unknown) => void

/** Kinds of `open-type` that need nothing but WeChat's own screen, which a test does not see. */
const QUIET = new Set(['contact', 'feedback', 'openSetting'])

/** What WeChat does when a button with `open-type` is tapped. */
export function openTypes(records: Records, share: () => void) {
  return (type: string, fire: Fire) => {
    if (type === 'getPhoneNumber' || type === 'getRealtimePhoneNumber') void phoneNumber(type, fire, records)
    else if (type === 'chooseAvatar') fire('chooseavatar', { avatarUrl: 'http://tmp/avatar.png' })
    else if (type === 'agreePrivacyAuthorization') fire('agreeprivacyauthorization', { errMsg: `${type}:ok` })
    else if (type === 'share') share()
    else if (!QUIET.has(type)) records.error('button', new Error(`open-type "${type}" is not part of the test host`))
  }
}

async function phoneNumber(type: string, fire: Fire, records: Records) {
  try {
    const code = await askTest('phoneCode')
    const detail = code === null ? { errMsg: `${type}:fail user deny` } : { errMsg: `${type}:ok`, code }
    fire(type.toLowerCase(), detail)
  } catch (error) {
    records.error(type, error)
  }
}
