import type { BootOptions, Entry } from '../../contract.js'
import { askTest } from '../native.js'
import type { Phone } from '../phone.js'
import type { Records } from '../records.js'
import { type Caller, NativeFailure, type WxMember } from './call.js'

interface AccountParts {
  boot: BootOptions
  records: Records
  phone: Phone
  /** How the app was last opened; changes when it is opened again from the background. */
  entered: () => Entry
  /** True only while the app handles a tap, in the same turn. */
  insideTap: () => boolean
}

const MOST_TEMPLATES = 3

export function launchOptions(entry: Entry) {
  const { path, query, scene } = entry
  return { path, query, scene, referrerInfo: {}, apiCategory: 'default', shareTicket: undefined, mode: 'default' }
}

/** Sign-in, permissions and everything else that belongs to the person and the app's account. */
export function accountApi(caller: Caller, parts: AccountParts): Record<string, WxMember> {
  const { boot } = parts
  const noop = () => undefined
  const log = { log: noop, info: noop, warn: noop, debug: noop, error: noop, setFilterMsg: noop, addFilterMsg: noop }
  return {
    login: caller.async('login', () => login(parts.phone)),
    checkSession: caller.async('checkSession', noop),
    getSetting: caller.async('getSetting', () => ({
      authSetting: {},
      subscriptionsSetting: { mainSwitch: true, itemSettings: {} },
    })),
    getPrivacySetting: caller.async('getPrivacySetting', () => ({
      needAuthorization: false,
      privacyContractName: '《小程序隐私保护指引》',
    })),
    requirePrivacyAuthorize: caller.async('requirePrivacyAuthorize', noop),
    scanCode: caller.async('scanCode', scan),
    requestSubscribeMessage: caller.async('requestSubscribeMessage', (options: { tmplIds: string[] }) =>
      subscribe(parts, options.tmplIds),
    ),
    getAccountInfoSync: caller.sync('getAccountInfoSync', () => ({
      miniProgram: { appId: boot.appId, envVersion: 'develop', version: '' },
      plugin: {},
    })),
    getLaunchOptionsSync: caller.sync('getLaunchOptionsSync', () => launchOptions(boot.entry)),
    getEnterOptionsSync: caller.sync('getEnterOptionsSync', () => launchOptions(parts.entered())),
    getUpdateManager: caller.sync('getUpdateManager', () => ({
      onCheckForUpdate: noop,
      onUpdateReady: noop,
      onUpdateFailed: noop,
      applyUpdate: noop,
    })),
    getLogManager: caller.sync('getLogManager', () => log),
    getRealtimeLogManager: caller.sync('getRealtimeLogManager', () => log),
    reportEvent: caller.sync('reportEvent', noop),
    reportMonitor: caller.sync('reportMonitor', noop),
    reportAnalytics: caller.sync('reportAnalytics', noop),
    reportPerformance: caller.sync('reportPerformance', noop),
  }
}

async function login(phone: Phone) {
  // WeChat's own servers are on the network too.
  if (!phone.online) throw new NativeFailure('request:fail')
  const code = await askTest('login')
  if (code === null) throw new NativeFailure('system error')
  return { code }
}

async function scan() {
  const answer = await askTest('scan')
  if (!answer) throw new NativeFailure('cancel')
  return { scanType: 'QR_CODE', charSet: 'utf-8', path: '', rawData: '', ...answer }
}

async function subscribe({ insideTap, records }: AccountParts, templateIds: string[]) {
  if (!insideTap()) {
    const reason = 'can only be invoked by user TAP gesture.'
    records.error('wx.requestSubscribeMessage', new Error(reason))
    throw new NativeFailure(reason, { errCode: 20003 })
  }
  if (templateIds.length === 0 || templateIds.length > MOST_TEMPLATES) {
    throw new NativeFailure('Templates count out of max bounds', { errCode: 20003 })
  }
  return askTest('subscribe', templateIds)
}
