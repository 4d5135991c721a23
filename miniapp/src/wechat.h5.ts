/** The same app in a plain browser. There is no WeChat here: the demo server plays its part for a made-up device. */
import { arrivalOf } from './arrival'
import type { WeChat } from './wechat.types'

const query = new URLSearchParams(window.location.search)
const device = deviceName()

export const wechat: WeChat = {
  drawer: device,
  hosts: null,

  loginCode: () => demoCode('/demo/wechat/login'),

  phoneButton({ onCode, onRefuse }) {
    return { onClick: () => void demoCode('/demo/wechat/phone').then(onCode, onRefuse) }
  },

  // A browser page is not given the camera without a fuss; the pages then ask for the code as text.
  scan: async () => 'UNAVAILABLE',

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
}

const startedAt = Date.now()
land()

/** A link such as /m/?t=SCENE names its page before the router looks: the guest lands on the table, not on home. */
function land(): void {
  if (window.location.hash.length > 2) return
  const arrival = arrivalOf(Object.fromEntries(query.entries()), null)
  if (!arrival) return
  const page = arrival.kind === 'TABLE' ? `table/index?scene=${arrival.scene}` : `staff/bind?invite=${arrival.invite}`
  window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}#/${page}`)
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
  const reply = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device }),
  })
  const { code } = (await reply.json()) as { code?: string }
  if (!reply.ok || !code) throw new Error(`the demo WeChat answered ${reply.status}`)
  return code
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
