import type { ButtonProps } from '@tarojs/components'

/** What came of pointing the camera: a text, a change of mind, or no camera to point. */
export type Scanned = { text: string } | 'CANCELLED' | 'UNAVAILABLE'
export interface Place {
  latitude: number
  longitude: number
}

/** What differs between WeChat and a plain browser. Both files export one of these. */
export interface WeChat {
  /** Separates the storage of several demo devices in one browser; empty in WeChat. */
  drawer: string
  /** Hosts whose links we believe; null where any host may serve us. */
  hosts: string[] | null
  /** A fresh sign-in code. Throws when WeChat gives none. */
  loginCode(): Promise<string>
  /** Props of the one-tap phone button. In WeChat only its own button may ask for the number. */
  phoneButton(answer: { onCode: (code: string) => void; onRefuse: () => void }): Partial<ButtonProps>
  scan(): Promise<Scanned>
  /** Makes the screen as bright as it goes and keeps it on; the answer puts everything back. */
  brighten(): () => void
  /** A short signal staff can tell apart without looking. */
  signal(kind: 'SUCCESS' | 'FAILURE'): void
  /** Where the phone is, or null when the person does not want to say. */
  place(): Promise<Place | null>
  /** Shows a store on the map; false when this platform cannot. */
  openMap(at: Place & { name: string; address: string }): boolean
  /** Milliseconds that never jump when somebody sets the phone's clock. */
  monotonic(): number
  /** Whether the phone has any network at this moment. A network may still lead nowhere. */
  hasNetwork(): Promise<boolean>
  onNetwork(listener: (online: boolean) => void): () => void
  reducedMotion(): boolean
}
