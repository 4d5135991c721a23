import type { AppFiles } from '../app-files.js'
import { assetUrl } from '../frame.js'
import type { Phone } from '../phone.js'
import type { Records } from '../records.js'
import { type Caller, NativeFailure, type WxMember } from './call.js'

interface OutsideParts {
  phone: Phone
  files: AppFiles
  records: Records
}
type Listener = (detail: unknown) => void

/** Where the phone is, whom it calls, what it plays: things a test reads instead of hears. */
export function outsideApi(caller: Caller, parts: OutsideParts): Record<string, WxMember> {
  const { phone } = parts
  return {
    getLocation: caller.async('getLocation', () => whereabouts('getLocation', parts)),
    getFuzzyLocation: caller.async('getFuzzyLocation', () => whereabouts('getFuzzyLocation', parts)),
    openLocation: caller.async('openLocation', ({ name, address }: { name?: string; address?: string }) => {
      phone.state.maps.push([name, address].filter(Boolean).join(' '))
    }),
    makePhoneCall: caller.async('makePhoneCall', ({ phoneNumber }: { phoneNumber: string }) => {
      if (!phoneNumber) throw new NativeFailure('parameter error: parameter.phoneNumber should not be empty')
      phone.state.calls.push(phoneNumber)
    }),
    createInnerAudioContext: caller.sync('createInnerAudioContext', () => new Sound(parts)),
  }
}

function whereabouts(name: string, { phone, files, records }: OutsideParts) {
  if (!files.app.requiredPrivateInfos?.includes(name)) {
    const reason = 'the api need to be declared in the requiredPrivateInfos field in app.json/ext.json'
    records.error(`wx.${name}`, new Error(reason))
    throw new NativeFailure(reason)
  }
  if (!phone.place) throw new NativeFailure('auth deny')
  return { ...phone.place, accuracy: 65, speed: -1 }
}

/** A sound that ends as soon as it began. A file that is not in the app is an error, as on a phone. */
class Sound {
  src = ''
  autoplay = false
  loop = false
  volume = 1
  obeyMuteSwitch = true
  private readonly listeners: Record<string, Listener[]> = {}

  constructor(private readonly parts: OutsideParts) {}

  readonly onPlay = (listener: Listener) => this.on('play', listener)
  readonly onEnded = (listener: Listener) => this.on('ended', listener)
  readonly onError = (listener: Listener) => this.on('error', listener)
  readonly onStop = (listener: Listener) => this.on('stop', listener)
  readonly offPlay = () => this.off('play')
  readonly offEnded = () => this.off('ended')
  readonly offError = () => this.off('error')
  readonly offStop = () => this.off('stop')

  play() {
    const { phone, records } = this.parts
    fetch(assetUrl(this.src), { method: 'HEAD' }).then(answer => {
      if (answer.ok) {
        phone.state.sounds.push(this.src)
        this.tell('play', {})
        this.tell('ended', {})
        return
      }
      records.error('sound', new Error(`${this.src} is not in the app`))
      this.tell('error', { errCode: 10003, errMsg: 'file error' })
    })
  }

  stop() {
    this.tell('stop', {})
  }

  pause() {}
  seek() {}

  destroy() {
    for (const name of Object.keys(this.listeners)) this.off(name)
  }

  private on(name: string, listener: Listener) {
    this.listeners[name] = [...(this.listeners[name] ?? []), listener]
  }

  private off(name: string) {
    delete this.listeners[name]
  }

  private tell(name: string, detail: unknown) {
    for (const listener of this.listeners[name] ?? []) listener(detail)
  }
}
