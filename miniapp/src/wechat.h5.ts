/** The same app in a plain browser. There is no WeChat here: the demo server plays its part for a made-up device. */
import { type Arrival, arrivalOf } from './arrival'
import { confirmPayment } from './payment-sheet'
import type { WeChat } from './wechat.types'

const query = new URLSearchParams(window.location.search)
const device = deviceName()
/** Codes of WeChat's own: no template was named; the main switch of a person's message settings is off. */
const NOTHING_ASKED = 10001
const ALL_OFF = 20004

export const wechat: WeChat = {
  drawer: device,
  hosts: null,

  loginCode: () => demoCode('/demo/wechat/login'),

  phoneButton({ onCode, onRefuse }) {
    return { onClick: () => void demoCode('/demo/wechat/phone').then(onCode, onRefuse) }
  },

  // A browser page is not given the camera without a fuss; the pages then ask for the code as text.
  scan: async () => 'UNAVAILABLE',

  // Messages exist only beside the demonstration's simulated WeChat; an empty question finds out whether it is there.
  canSubscribe: () =>
    panel([]).then(
      answer => answer.errCode === NOTHING_ASKED,
      () => false,
    ),

  subscribe: templateIds =>
    panel(templateIds).then(
      ({ errMsg: _, errCode, ...answers }) => {
        if (errCode === undefined) return { answers: answers as Record<string, string> }
        return errCode === ALL_OFF ? 'OFF' : 'UNAVAILABLE'
      },
      () => 'UNAVAILABLE',
    ),

  // A browser has no payment sheet. The demonstration's simulated WeChat Pay takes the money, once somebody says so here.
  async pay(parameters, about) {
    if (!(await confirmPayment(about))) return 'CANCELLED'
    return demo<{ errMsg?: string }>('/demo/wechat/pay', { parameters }).then(
      ({ errMsg }) => (errMsg === 'requestPayment:ok' ? 'PAID' : 'FAILED'),
      () => 'FAILED',
    )
  },

  openSettings: () => false,

  sharesBy: 'LINK',
  linkTo: search => `${window.location.origin}${window.location.pathname}?${search}`,

  chooseAddress: async () => 'UNAVAILABLE',

  async savePicture(size, draw) {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, size)
    const brush = canvas.getContext('2d')
    if (!brush) return false
    draw(brush)
    const link = document.createElement('a')
    link.href = canvas.toDataURL('image/png')
    link.download = 'huitou.png'
    link.click()
    return true
  },

  brighten() {
    let lock: { release: () => Promise<void> } | null = null
    let over = false
    const { wakeLock } = navigator as { wakeLock?: { request: (kind: 'screen') => Promise<typeof lock> } }
    wakeLock
      ?.request('screen')
      .then(granted => {
        lock = granted
        if (over) lock?.release()
      })
      .catch(() => undefined)
    return () => {
      over = true
      lock?.release().catch(() => undefined)
    }
  },

  signal(kind) {
    navigator.vibrate?.(kind === 'SUCCESS' ? 40 : [120, 80, 120])
    beep(kind === 'SUCCESS' ? [880, 1320] : [220, 180])
  },

  place() {
    return new Promise(resolve => {
      if (!navigator.geolocation) return resolve(null)
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
        () => resolve(null),
        { timeout: 5000, maximumAge: 600_000 },
      )
    })
  },

  openMap: () => false,

  // The browser's own stopwatch stands still while the device sleeps, the wall clock jumps when it is set: take the
  // larger. A code may then be dropped too early, never shown too long.
  monotonic: () => Math.max(performance.now(), Date.now() - startedAt),

  hasNetwork: async () => navigator.onLine,

  onNetwork(listener) {
    const online = () => listener(true)
    const offline = () => listener(false)
    window.addEventListener('online', online)
    window.addEventListener('offline', offline)
    return () => {
      window.removeEventListener('online', online)
      window.removeEventListener('offline', offline)
    }
  },

  reducedMotion: () => window.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false,

  textScale: () => textScale,
}

const textScale = chosenSize() / 16
const startedAt = Date.now()
land()

/** A link such as /m/?t=SCENE names its page before the router looks: the guest lands on the table, not on home. */
function land(): void {
  if (window.location.hash.length > 2) return
  const arrival = arrivalOf(Object.fromEntries(query.entries()), null)
  if (!arrival) return
  const page = pageOf(arrival)
  window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}#/${page}`)
}

function pageOf(arrival: NonNullable<Arrival>): string {
  if (arrival.kind === 'TABLE') return `table/index?scene=${arrival.scene}`
  if (arrival.kind === 'GROUP') return `groups/group?token=${arrival.token}`
  return arrival.kind === 'GIFT' ? `coupons/gift?token=${arrival.token}` : `staff/bind?invite=${arrival.invite}`
}

/** The size of text chosen in the browser itself, in pixels; 16 where nobody chose. */
function chosenSize(): number {
  const probe = document.createElement('span')
  probe.style.fontSize = 'medium'
  document.documentElement.appendChild(probe)
  const size = Number.parseFloat(getComputedStyle(probe).fontSize)
  probe.remove()
  return size || 16
}

/** `?device=` names the demo phone of this tab; otherwise this browser is one phone. */
function deviceName(): string {
  const named = query.get('device')?.replace(/[^\w-]/g, '')
  // The simulator wants eight characters and more.
  if (named) return named.length < 8 ? `device-${named}` : named.slice(0, 64)
  try {
    const known = window.localStorage.getItem('huitou.device')
    if (known) return known
    const made = `web-${Math.random().toString(36).slice(2, 12)}`
    window.localStorage.setItem('huitou.device', made)
    return made
  } catch {
    return 'web-private'
  }
}

async function demoCode(path: string): Promise<string> {
  const { code } = await demo<{ code?: string }>(path)
  if (!code) throw new Error('the demo WeChat gave no code')
  return code
}

function panel(templateIds: string[]): Promise<Record<string, string | number>> {
  return demo('/demo/wechat/subscribe', { templateIds })
}

async function demo<T>(path: string, more: object = {}): Promise<T> {
  const reply = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device, ...more }),
  })
  if (!reply.ok) throw new Error(`the demo WeChat answered ${reply.status}`)
  return (await reply.json()) as T
}

function beep(tones: number[]): void {
  if (typeof AudioContext === 'undefined') return
  const audio = new AudioContext()
  const volume = audio.createGain()
  volume.gain.value = 0.08
  volume.connect(audio.destination)
  tones.forEach((hertz, i) => {
    const tone = audio.createOscillator()
    tone.frequency.value = hertz
    tone.connect(volume)
    tone.start(audio.currentTime + i * 0.12)
    tone.stop(audio.currentTime + i * 0.12 + 0.11)
    if (i === tones.length - 1) tone.onended = () => void audio.close().catch(() => undefined)
  })
}
