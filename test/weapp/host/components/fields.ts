import { type ComponentKind, type HostElement, inside } from './define.js'

/** WeChat's own limit when a page sets none. */
const DEFAULT_LENGTH = 140

const INPUT_PROPERTIES = [
  'value type password placeholder placeholderStyle placeholderClass disabled maxlength cursorSpacing autoFocus focus',
  'confirmType alwaysEmbed confirmHold cursor selectionStart selectionEnd adjustPosition holdKeyboard autoFill',
  'safePasswordCertPath safePasswordLength safePasswordTimeStamp safePasswordNonce safePasswordSalt cursorColor',
  'safePasswordCustomHash autoHeight fixed showConfirmBar disableDefaultPadding adjustKeyboardTo controlled',
  'randomNumber alwaysSystem autoBlur',
].join(' ')

/** What the phone's keyboard for this type can produce at all. */
const KEYBOARDS: Record<string, { mode: string; keeps: RegExp }> = {
  number: { mode: 'numeric', keeps: /[0-9]/g },
  digit: { mode: 'decimal', keeps: /[0-9.]/g },
  idcard: { mode: 'text', keeps: /[0-9xX]/g },
}

type Field = HTMLInputElement | HTMLTextAreaElement

function typed(field: Field, type: unknown) {
  const keyboard = KEYBOARDS[String(type)]
  if (!keyboard) return
  const kept = (field.value.match(keyboard.keeps) ?? []).join('')
  if (kept !== field.value) field.value = kept
}

function listen(field: Field, { prop, fire }: HostElement) {
  field.addEventListener('input', () => {
    typed(field, prop('type'))
    fire('input', { value: field.value, cursor: field.selectionStart ?? field.value.length, keyCode: 0 })
  })
  field.addEventListener('focus', () => fire('focus', { value: field.value, height: 0 }))
  field.addEventListener('blur', () => fire('blur', { value: field.value, cursor: field.selectionStart ?? 0 }))
  field.addEventListener('keydown', event => {
    if ((event as KeyboardEvent).key === 'Enter' && field instanceof HTMLInputElement) {
      fire('confirm', { value: field.value })
    }
  })
}

function setUpField(tag: 'input' | 'textarea') {
  return (element: HostElement) => {
    const field: Field = inside(element.dom, tag)
    field.maxLength = DEFAULT_LENGTH
    listen(field, element)
    const setValue = (value: unknown) => {
      const text = value === undefined || value === null ? '' : String(value)
      if (field.value !== text) field.value = text
    }
    const setFocus = (value: unknown) => {
      if (value) setTimeout(() => field.focus())
    }
    return {
      sync: {
        value: setValue,
        placeholder: (value: unknown) => {
          field.placeholder = value === undefined ? '' : String(value)
        },
        disabled: (value: unknown) => {
          field.disabled = Boolean(value)
        },
        maxlength: (value: unknown) => {
          const length = Number(value ?? DEFAULT_LENGTH)
          if (length < 0) field.removeAttribute('maxlength')
          else field.maxLength = length
        },
        password: (value: unknown) => {
          if (field instanceof HTMLInputElement) field.type = value ? 'password' : 'text'
        },
        type: (value: unknown) => {
          field.inputMode = KEYBOARDS[String(value)]?.mode ?? 'text'
        },
        focus: setFocus,
        autoFocus: setFocus,
      },
      formValue: () => field.value,
      reset: () => setValue(element.prop('value')),
      activate: () => field.focus(),
    }
  }
}

export const fields: ComponentKind[] = [
  { tag: 'input', properties: INPUT_PROPERTIES, setUp: setUpField('input') },
  { tag: 'textarea', properties: INPUT_PROPERTIES, setUp: setUpField('textarea') },
]
