import * as glassEasel from 'glass-easel'

/** WeChat's time for a long press, in milliseconds. */
const LONG_PRESS = 350

/** What acts on a click of its own, besides the app's `bindtap`. */
const ACTING = 'wx-button, wx-picker, wx-navigator, wx-label, wx-switch, wx-checkbox, wx-radio, button, input, textarea'

type Element = glassEasel.Element & { _$eventTarget?: { listeners?: Record<string, unknown> } | null }

/** What fingers do beyond the framework's own taps: long presses, dead buttons, and whether a tap is being handled. */
export class Gestures {
  private handlingTap = false
  private pressed = false
  private timer = 0
  private touched: EventTarget[] = []

  constructor() {
    document.addEventListener('pointerdown', event => this.touch(event), { capture: true, passive: true })
    document.addEventListener('click', event => this.refuseGhost(event), { capture: true })
    document.addEventListener('touchstart', event => this.start(event), { capture: true, passive: true })
    for (const end of ['touchend', 'touchmove', 'touchcancel']) {
      document.addEventListener(end, () => clearTimeout(this.timer), { capture: true, passive: true })
    }
  }

  /** True only in the turn in which the app handles a tap. */
  readonly insideTap = (): boolean => this.handlingTap

  /** Hands an event of the screen to the app. */
  dispatch(target: glassEasel.Element, type: string, detail: unknown, options: glassEasel.EventOptions) {
    if (type === 'tap' && (this.pressed || isDead(target))) return undefined
    const event = new glassEasel.Event(type, detail, options)
    this.handlingTap = type === 'tap'
    try {
      glassEasel.Event.dispatchEvent(target, event)
    } finally {
      this.handlingTap = false
    }
    return event.getEventBubbleStatus()
  }

  /** Runs a host component's own reaction to a tap, which for the app is part of the tap. */
  duringTap(run: () => void) {
    this.handlingTap = true
    try {
      run()
    } finally {
      this.handlingTap = false
    }
  }

  private touch(event: PointerEvent) {
    this.touched = event.composedPath()
  }

  /** A tap that opened something must not press what now lies under the finger: a phone knows no such click. */
  private refuseGhost(event: MouseEvent) {
    const acting = (event.target as HTMLElement).closest(ACTING)
    if (event.isTrusted && acting && !this.touched.includes(acting)) event.stopImmediatePropagation()
  }

  private start(event: TouchEvent) {
    clearTimeout(this.timer)
    this.pressed = false
    const touch = event.changedTouches[0]
    const target = elementAt(event.target)
    if (!touch || !target) return
    this.timer = window.setTimeout(() => {
      const detail = { x: touch.clientX, y: touch.clientY }
      // A long press that somebody hears takes the place of the tap.
      this.pressed = isHeard(target, 'longpress')
      for (const type of ['longpress', 'longtap']) {
        this.dispatch(target, type, detail, { originalEvent: event, bubbles: true, composed: true, capturePhase: true })
      }
    }, LONG_PRESS)
  }
}

function elementAt(target: EventTarget | null): Element | undefined {
  let node = target as (Node & { __wxElement?: Element }) | null
  while (node && !node.__wxElement) node = node.parentNode
  return node?.__wxElement
}

function isHeard(target: Element, type: string): boolean {
  for (let element: Element | null = target; element; element = element.parentNode as Element | null) {
    if (element._$eventTarget?.listeners?.[type]) return true
  }
  return false
}

/** A disabled button swallows the tap; nothing inside or around it hears it either. */
function isDead(target: glassEasel.Element): boolean {
  const element = target.$$ as unknown as HTMLElement | null
  return Boolean(element?.closest('wx-button[disabled]'))
}
