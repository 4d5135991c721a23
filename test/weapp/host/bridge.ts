import * as glassEasel from 'glass-easel'
import { type Records, throughBridge } from './records.js'

interface Target {
  id?: string
  dataset?: Record<string, unknown>
  $$?: HTMLElement | null
  _$?: { $$?: HTMLElement | null }
}

function plainTarget(target: Target) {
  const element = target.$$ ?? target._$?.$$
  return {
    id: target.id ?? '',
    dataset: throughBridge(target.dataset ?? {}),
    offsetLeft: element?.offsetLeft ?? 0,
    offsetTop: element?.offsetTop ?? 0,
  }
}

function plainTouch(touch: Touch | MouseEvent) {
  const { pageX, pageY, clientX, clientY } = touch
  return { identifier: 'identifier' in touch ? touch.identifier : 0, pageX, pageY, clientX, clientY }
}

function touchesOf(original: unknown, list: 'touches' | 'changedTouches') {
  if (original instanceof TouchEvent) return [...original[list]].map(plainTouch)
  return original instanceof MouseEvent ? [plainTouch(original)] : []
}

/**
 * Between WeChat's logic layer and its view lies a bridge that carries JSON. Both directions are copied here in the same
 * way, so an app that hands over functions, or reads live objects off an event, breaks here as it does on a phone.
 */
export function installBridge(records: Records) {
  copyEvents()
  const { setData } = glassEasel.Component.prototype
  glassEasel.Component.prototype.setData = function (data) {
    setData.call(this, records.setData(this.is, data ?? {}))
  }
}

/** Events become plain data; what the framework itself calls on an event stays, but out of the app's sight. */
function copyEvents() {
  glassEasel.Event.prototype.wrapShadowedEvent = function (target, mark, currentTarget) {
    const original = this.getOriginalEvent()
    const { x, y } = (this.detail ?? {}) as { x?: number; y?: number }
    const plain = {
      type: this.type,
      timeStamp: this.timeStamp,
      target: plainTarget(target as Target),
      currentTarget: plainTarget(currentTarget as Target),
      mark: throughBridge(mark ?? {}),
      detail: this.type === 'tap' ? { x, y } : throughBridge(this.detail ?? {}),
      touches: touchesOf(original, 'touches'),
      changedTouches: touchesOf(original, 'changedTouches'),
    }
    for (const name of ['stopPropagation', 'preventDefault', 'markMutated'] as const) {
      Object.defineProperty(plain, name, { value: () => this[name](), enumerable: false })
    }
    return plain as unknown as ReturnType<glassEasel.Event<unknown>['wrapShadowedEvent']>
  }
}
