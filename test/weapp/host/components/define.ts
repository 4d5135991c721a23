import * as glassEasel from 'glass-easel'
import { throughBridge } from '../records.js'

/** What a host component can do besides showing itself; found through its element. */
export interface Behaviour {
  /** Called for every property that is set, also before the element is attached. */
  sync?: Record<string, (value: unknown) => void>
  /** The value a form collects under the component's `name`. */
  formValue?: () => unknown
  /** Back to how the page was drawn, for `form-type="reset"`. */
  reset?: () => void
  /** What a tap on a label around or beside it does. */
  activate?: () => void
  /** The drawing surface `createSelectorQuery().fields({ node: true })` hands out. */
  node?: HTMLCanvasElement
}

/** One host component from the inside. */
export interface HostElement {
  dom: HTMLElement
  prop: (name: string) => unknown
  /** Fires an event at the component's own listeners; WeChat's component events do not bubble. */
  fire: (type: string, detail?: unknown) => void
}

export interface ComponentKind {
  tag: string
  /** Camel-case properties besides `name`, hover and aria, separated by spaces. */
  properties: string
  setUp: (element: HostElement) => Behaviour
}

const COMMON = [
  'name hoverClass hoverStopPropagation hoverStartTime hoverStayTime animation nativeProps',
  'ariaRole ariaLabel ariaHidden ariaChecked ariaDisabled ariaSelected ariaExpanded ariaHaspopup ariaLive ariaModal',
  'ariaDescribedby ariaLabelledby ariaControls ariaRequired ariaReadonly ariaValuemin ariaValuemax ariaValuenow',
].join(' ')

interface Instance extends glassEasel.GeneralComponent {
  behaviourOfHost?: Behaviour
}

const behaviours = new WeakMap<Element, Behaviour>()

/** The behaviour behind an element of the page; undefined for plain elements. */
export function behaviourOf(element: Element | null | undefined): Behaviour | undefined {
  return element ? behaviours.get(element) : undefined
}

/** The component behind an element, to read its properties. */
export function propertyOf(element: Element, name: string): unknown {
  const component = (element as Element & { __wxElement?: { data?: Record<string, unknown> } }).__wxElement
  return component?.data?.[name]
}

const words = (text: string) => text.split(' ').filter(Boolean)
const ariaAttribute = (name: string) =>
  name.replace(/^aria([A-Z])/, (_, letter: string) => `aria-${letter.toLowerCase()}`)

/** Registers one component of the host in a component space. */
export function defineComponent(space: glassEasel.ComponentSpace, kind: ComponentKind) {
  const names = [...words(COMMON), ...words(kind.properties)]
  const sync = (instance: Instance, name: string, value: unknown) => {
    const dom = instance.$$ as unknown as HTMLElement
    if (name.startsWith('aria')) dom.setAttribute(ariaAttribute(name), value === undefined ? '' : String(value))
    instance.behaviourOfHost?.sync?.[name]?.(value)
  }
  const properties = Object.fromEntries(
    names.map(name => [
      name,
      {
        type: null,
        value: undefined,
        observer(this: Instance, value: unknown) {
          sync(this, name, value)
        },
      },
    ]),
  )
  const definition = space.defineComponent({
    is: `host-${kind.tag}`,
    options: { hostNodeTagName: `wx-${kind.tag}`, virtualHost: false },
    properties: properties as never,
    lifetimes: {
      created(this: unknown) {
        const instance = this as Instance
        const dom = instance.$$ as unknown as HTMLElement
        instance.behaviourOfHost = kind.setUp({
          dom,
          prop: name => (instance.data as Record<string, unknown>)[name],
          fire: (type, detail = {}) => {
            instance.dispatchEvent(new glassEasel.Event(type, throughBridge(detail), { bubbles: false }))
          },
        })
        behaviours.set(dom, instance.behaviourOfHost)
      },
    },
  })
  space.setGlobalUsingComponent(kind.tag, definition.general())
}

/** Adds the native element that does the work inside a host component. */
export function inside<K extends keyof HTMLElementTagNameMap>(parent: HTMLElement, tag: K): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  parent.prepend(element)
  return element
}

/** Shows a flag as an attribute, for the shell's styles and for tests. */
export function flag(dom: HTMLElement, name: string): (value: unknown) => void {
  return value => {
    // Taro writes '' for a property that is gone, and for a phone '' is no yes.
    if (value === undefined || value === false || value === null || value === '') dom.removeAttribute(name)
    else dom.setAttribute(name, value === true ? '' : String(value))
  }
}
