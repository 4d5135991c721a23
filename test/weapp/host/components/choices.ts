import { behaviourOf, type ComponentKind, type HostElement, inside, propertyOf } from './define.js'

/** The box inside a switch, checkbox or radio, with what they share. */
function boxOf({ dom, prop }: HostElement, type: 'checkbox' | 'radio') {
  const box = inside(dom, 'input')
  box.type = type
  const sync = {
    checked: (value: unknown) => {
      box.checked = Boolean(value)
    },
    disabled: (value: unknown) => {
      box.disabled = Boolean(value)
    },
  }
  // A tap anywhere on the component counts, also on the text beside the box.
  dom.addEventListener('click', event => {
    if (event.target !== box) box.click()
  })
  return { box, sync, reset: () => sync.checked(prop('checked')), activate: () => box.click() }
}

const toggle: ComponentKind = {
  tag: 'switch',
  properties: 'checked disabled type color',
  setUp: element => {
    const { box, ...rest } = boxOf(element, 'checkbox')
    box.addEventListener('change', () => element.fire('change', { value: box.checked }))
    return { ...rest, formValue: () => box.checked }
  },
}

function choice(tag: 'checkbox' | 'radio'): ComponentKind {
  return {
    tag,
    properties: 'value checked disabled color',
    setUp: element => {
      const { box, ...rest } = boxOf(element, tag)
      box.addEventListener('change', () => {
        const group = element.dom.closest(`wx-${tag}-group`)
        group?.dispatchEvent(new CustomEvent('choice', { detail: element.dom }))
      })
      return rest
    },
  }
}

function group(tag: 'checkbox' | 'radio'): ComponentKind {
  return {
    tag: `${tag}-group`,
    properties: '',
    setUp: ({ dom, fire }) => {
      const members = () => [...dom.querySelectorAll<HTMLElement>(`wx-${tag}`)]
      const boxIn = (member: HTMLElement) => member.querySelector('input') as HTMLInputElement
      const chosen = () => members().filter(member => boxIn(member).checked)
      const value = () => {
        const values = chosen().map(member => propertyOf(member, 'value'))
        return tag === 'radio' ? (values[0] ?? '') : values
      }
      dom.addEventListener('choice', event => {
        const picked = (event as CustomEvent<HTMLElement>).detail
        if (tag === 'radio') for (const member of members()) boxIn(member).checked = member === picked
        fire('change', { value: value() })
      })
      const reset = () => {
        for (const member of members()) behaviourOf(member)?.reset?.()
      }
      return { formValue: value, reset }
    },
  }
}

const slider: ComponentKind = {
  tag: 'slider',
  properties:
    'min max step value disabled showValue activeColor backgroundColor blockSize blockColor color selectedColor',
  setUp: ({ dom, fire, prop }) => {
    const range = inside(dom, 'input')
    range.type = 'range'
    const set = (name: 'min' | 'max' | 'step' | 'value') => (value: unknown) => {
      if (value !== undefined) range[name] = String(value)
    }
    range.addEventListener('input', () => fire('changing', { value: Number(range.value) }))
    range.addEventListener('change', () => fire('change', { value: Number(range.value) }))
    const disabled = (value: unknown) => {
      range.disabled = Boolean(value)
    }
    return {
      sync: { min: set('min'), max: set('max'), step: set('step'), value: set('value'), disabled },
      formValue: () => Number(range.value),
      reset: () => set('value')(prop('value') ?? 0),
    }
  },
}

/** A label hands a tap to the field it names, or to the first one inside it. */
const label: ComponentKind = {
  tag: 'label',
  properties: 'for',
  setUp: ({ dom, prop }) => {
    dom.addEventListener('click', event => {
      const inner = [...dom.querySelectorAll('*')].find(element => behaviourOf(element)?.activate)
      const id = prop('for')
      const named = id ? dom.closest('.page')?.querySelector(`#${CSS.escape(String(id))}`) : null
      const target = named ?? inner
      if (target && !target.contains(event.target as Node)) behaviourOf(target)?.activate?.()
    })
    return {}
  },
}

export const choices: ComponentKind[] = [
  toggle,
  choice('checkbox'),
  choice('radio'),
  group('checkbox'),
  group('radio'),
  slider,
  label,
]
