import type { ButtonProps } from '@tarojs/components'

/** What came of pointing the camera: a text, a change of mind, or no camera to point. */
export type Scanned = { text: string } | 'CANCELLED' | 'UNAVAILABLE'
export interface Place {
  latitude: number
  longitude: number
}

/** What came of asking for leave to remind: WeChat's answer by template; OFF while all messages of ours are switched off. */
export type Subscribed = { answers: Record<string, string> } | 'OFF' | 'UNAVAILABLE'

/** What `wx.requestPayment` is given, as the server has signed it. */
export interface PayParameters {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: 'RSA'
  paySign: string
}

/** What came of the payment sheet, as far as the phone knows. FAILED says nothing about the money: the server knows. */
export type PayOutcome = 'PAID' | 'CANCELLED' | 'FAILED'

/** What came of asking for an address; UNAVAILABLE where there is no list of addresses: then it is typed. */
export type ChosenAddress = { address: PostalAddress } | 'CANCELLED' | 'UNAVAILABLE'
export interface PostalAddress {
  name: string
  phone: string
  province: string
  city: string
  district: string
  detail: string
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
  /** Whether anybody here could be asked for leave to remind. */
  canSubscribe(): Promise<boolean>
  /** Asks for it. WeChat listens only while it handles a tap, so nothing may be awaited before this. Never throws. */
  subscribe(templateIds: string[]): Promise<Subscribed>
  /** WeChat's own sheet, over the page. `about` is what a browser shows in its place. Never throws. */
  pay(parameters: PayParameters, about: { amountFen: number; to: string }): Promise<PayOutcome>
  /** Opens the settings in which messages of ours are switched on; false when there are none here. */
  openSettings(): boolean
  /** How something gets to a friend: by the page's own card, or by a link to copy. */
  sharesBy: 'CARD' | 'LINK'
  /** The link a friend opens in a browser; empty where pages are shared as cards. */
  linkTo(query: string): string
  /** Lets somebody choose from WeChat's own list of addresses. Never throws. */
  chooseAddress(): Promise<ChosenAddress>
  /** Draws a picture of so many pixels and keeps it among the phone's pictures; false when that was not to be. */
  savePicture(
    size: { width: number; height: number },
    draw: (brush: CanvasRenderingContext2D) => void,
  ): Promise<boolean>
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
  /** The size of text the person set for everything here; 1 is standard. Pages draw with it, so it is quick to ask. */
  textScale(): number
}
