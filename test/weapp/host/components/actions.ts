import { behaviourOf, type ComponentKind, flag, propertyOf } from './define.js'

/** What buttons, pickers, images and navigators need from the rest of the host. */
export interface ComponentPlaces {
  /** URL of a file of the app, or the address itself when it is one. */
  asset: (source: string) => string
  /** The way through WeChat's own sheets behind `open-type`. */
  openType: (type: string, fire: (type: string, detail: unknown) => void) => void
  openPicker: (picker: OpenPicker) => void
  navigate: (openType: string, url: string, delta: number) => void
  pageMeta: (page: Element, name: string, value: unknown) => void
}

export interface OpenPicker {
  mode: string
  range: unknown[]
  rangeKey: string | undefined
  value: unknown
  headerText: string
  confirm: (value: unknown) => void
  cancel: () => void
  columnChange: (column: number, value: number) => void
}

const BUTTON_PROPERTIES = [
  'size type plain disabled loading formType openType lang sessionFrom sendMessageTitle sendMessagePath',
  'sendMessageImg appParameter showMessageCard businessId phoneNumberNoQuotaToast needShowEntrance entrancePath',
  'groupId guildId publicId dataImId dataImType dataGoodsId dataOrderId dataBizLine formAlias',
].join(' ')

function button(places: ComponentPlaces): ComponentKind {
  return {
    tag: 'button',
    properties: BUTTON_PROPERTIES,
    setUp: ({ dom, prop, fire }) => {
      dom.addEventListener('click', () => {
        if (prop('disabled')) return
        const form = dom.closest('wx-form')
        if (prop('formType') && form) form.dispatchEvent(new CustomEvent('form', { detail: prop('formType') }))
        for (const type of String(prop('openType') ?? '').split('|')) if (type) places.openType(type, fire)
      })
      const shown = ['disabled', 'loading', 'type', 'size', 'plain'] as const
      return { sync: Object.fromEntries(shown.map(name => [name, flag(dom, name)])), activate: () => dom.click() }
    },
  }
}

const form: ComponentKind = {
  tag: 'form',
  properties: 'reportSubmit reportSubmitTimeout',
  setUp: ({ dom, fire }) => {
    const fields = () => [...dom.querySelectorAll('*')].filter(element => behaviourOf(element)?.formValue)
    dom.addEventListener('form', event => {
      if ((event as CustomEvent<string>).detail === 'reset') {
        for (const field of fields()) behaviourOf(field)?.reset?.()
        fire('reset')
        return
      }
      const value: Record<string, unknown> = {}
      for (const field of fields()) {
        const name = propertyOf(field, 'name')
        if (name) value[String(name)] = behaviourOf(field)?.formValue?.()
      }
      fire('submit', { value, formId: '' })
    })
    return {}
  },
}

function picker(places: ComponentPlaces): ComponentKind {
  return {
    tag: 'picker',
    properties: 'mode value range rangeKey start end fields disabled customItem headerText level autoFill',
    setUp: ({ dom, prop, fire }) => {
      dom.addEventListener('click', () => {
        if (prop('disabled')) return
        places.openPicker({
          mode: String(prop('mode') ?? 'selector'),
          range: (prop('range') as unknown[] | undefined) ?? [],
          rangeKey: prop('rangeKey') as string | undefined,
          value: prop('value'),
          headerText: String(prop('headerText') ?? ''),
          confirm: value => fire('change', { value }),
          cancel: () => fire('cancel'),
          columnChange: (column, value) => fire('columnchange', { column, value }),
        })
      })
      return { formValue: () => prop('value') ?? '' }
    },
  }
}

function image(places: ComponentPlaces): ComponentKind {
  return {
    tag: 'image',
    properties: 'src mode webp lazyLoad showMenuByLongpress fadeIn forceHttps',
    setUp: ({ dom, fire }) => {
      const picture = document.createElement('img')
      dom.append(picture)
      picture.addEventListener('load', () => {
        fire('load', { width: picture.naturalWidth, height: picture.naturalHeight })
      })
      picture.addEventListener('error', () => fire('error', { errMsg: `GET ${picture.src} failed` }))
      const src = (value: unknown) => {
        if (value) picture.src = places.asset(String(value))
        else picture.removeAttribute('src')
      }
      const mode = (value: unknown) => dom.setAttribute('mode', String(value ?? 'scaleToFill'))
      return { sync: { src, mode } }
    },
  }
}

function navigator(places: ComponentPlaces): ComponentKind {
  return {
    tag: 'navigator',
    properties: 'target url openType delta appId path extraData version shortLink',
    setUp: ({ dom, prop }) => {
      dom.addEventListener('click', () => {
        places.navigate(String(prop('openType') ?? 'navigate'), String(prop('url') ?? ''), Number(prop('delta') ?? 1))
      })
      return {}
    },
  }
}

const richText: ComponentKind = {
  tag: 'rich-text',
  properties: 'nodes space userSelect mode',
  setUp: ({ dom }) => {
    const nodes = (value: unknown) => {
      dom.innerHTML = typeof value === 'string' ? value : ''
      if (Array.isArray(value)) dom.append(...value.map(richNode))
    }
    return { sync: { nodes } }
  },
}

interface RichNode {
  type?: string
  text?: string
  name?: string
  attrs?: Record<string, string>
  children?: RichNode[]
}

function richNode(node: RichNode): Node {
  if (node.type === 'text' || !node.name) return document.createTextNode(node.text ?? '')
  const element = document.createElement(node.name)
  for (const [name, value] of Object.entries(node.attrs ?? {})) element.setAttribute(name, value)
  element.append(...(node.children ?? []).map(richNode))
  return element
}

/** `page-meta` and the `navigation-bar` inside it set up the page they stand in. */
function pageMeta(places: ComponentPlaces, tag: string, properties: string): ComponentKind {
  return {
    tag,
    properties,
    setUp: ({ dom }) => {
      // The element is attached only after its properties are set.
      const tell = (name: string) => (value: unknown) => {
        setTimeout(() => {
          const page = dom.closest('.page')
          if (page && value !== undefined) places.pageMeta(page, name, value)
        })
      }
      return { sync: Object.fromEntries(properties.split(' ').map(name => [name, tell(name)])) }
    },
  }
}

const META = 'rootFontSize pageFontSize pageStyle scrollTop scrollDuration backgroundColor rootBackgroundColor'
const BAR = 'title loading frontColor backgroundColor colorAnimationDuration colorAnimationTimingFunc'

export function actions(places: ComponentPlaces): ComponentKind[] {
  return [
    button(places),
    form,
    picker(places),
    image(places),
    navigator(places),
    richText,
    pageMeta(
      places,
      'page-meta',
      `${META} backgroundTextStyle backgroundColorTop backgroundColorBottom pageOrientation`,
    ),
    pageMeta(places, 'navigation-bar', BAR),
  ]
}
