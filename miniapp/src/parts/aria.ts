interface Spoken {
  label?: string
  role?: 'button' | 'switch' | 'checkbox' | 'radio' | 'tab' | 'img' | 'status' | 'alert' | 'dialog' | 'text' | 'link'
  checked?: boolean
}

/** What a screen reader says of an element. WeChat reads `aria-role`, a browser reads `role`. */
export function spoken({ label, role, checked }: Spoken): Record<string, string | boolean> {
  return {
    ...(label === undefined ? {} : { 'aria-label': label }),
    ...(role === undefined ? {} : { 'aria-role': role, role }),
    ...(checked === undefined ? {} : { 'aria-checked': checked }),
  }
}
