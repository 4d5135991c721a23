import type { OpenPicker } from './components/actions.js'
import { shownText } from './find.js'
import type { Records } from './records.js'

interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  confirmText?: string
  editable?: boolean
  placeholderText?: string
}
interface ModalAnswer {
  confirm: boolean
  cancel: boolean
  content: string | null
}
type Options = { label: string; run: () => void }[]

function byId(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, text = '', className = ''): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.textContent = text
  element.className = className
  return element
}

/** WeChat's own toasts, loading masks, dialogs, action sheets and pickers, drawn over the pages. */
export class Overlays {
  private toastTimer = 0
  private picker: OpenPicker | null = null

  constructor(private readonly records: Records) {}

  get openPicker(): OpenPicker | null {
    return this.picker
  }

  /** Text of everything that lies over the page. */
  text(): string {
    const shown = [byId('mask'), byId('toast')].filter(element => !element.hidden)
    return shown.map(shownText).join('\n')
  }

  /** The dialog in front, which takes every tap; null when the page is free. */
  front(): HTMLElement | null {
    const sheet = byId('mask').querySelector<HTMLElement>('.sheet')
    return sheet && !byId('mask').hidden ? sheet : null
  }

  toast(title: string, milliseconds: number) {
    this.records.keep(this.records.stats.toasts, title)
    this.hideLoading()
    clearTimeout(this.toastTimer)
    byId('toast').textContent = title
    byId('toast').hidden = false
    this.toastTimer = window.setTimeout(() => this.hideToast(), milliseconds)
  }

  hideToast() {
    byId('toast').hidden = true
  }

  loading(title: string, mask: boolean) {
    clearTimeout(this.toastTimer)
    byId('toast').textContent = title || '加载中'
    byId('toast').hidden = false
    // Without a mask the page below stays usable.
    if (mask && !this.front()) this.show([], 'clear')
  }

  hideLoading() {
    this.hideToast()
    if (!this.front()) byId('mask').hidden = true
  }

  modal(options: ModalOptions): Promise<ModalAnswer> {
    return new Promise(resolve => {
      const input = make('input')
      input.placeholder = options.placeholderText ?? ''
      input.value = options.content ?? ''
      const answer = (confirm: boolean) => () => {
        this.close()
        resolve({ confirm, cancel: !confirm, content: options.editable && confirm ? input.value : null })
      }
      const row = make('div', '', 'row')
      if (options.showCancel !== false) row.append(button(options.cancelText ?? '取消', answer(false)))
      row.append(button(options.confirmText ?? '确定', answer(true)))
      const body = options.editable ? input : make('p', options.content ?? '')
      this.show([make('h1', options.title ?? ''), body, row], 'middle')
    })
  }

  /** Resolves with the index tapped, or null when the person cancels. */
  actionSheet(items: string[], title = ''): Promise<number | null> {
    return new Promise(resolve => {
      const choose = (index: number | null) => () => {
        this.close()
        resolve(index)
      }
      const options = items.map((label, index) => ({ label, run: choose(index) }))
      this.list(title, [...options, { label: '取消', run: choose(null) }])
    })
  }

  /** Shows a picker's choices. Selectors are tapped; the other modes are answered through `pick`. */
  showPicker(picker: OpenPicker) {
    this.picker = picker
    const labels = picker.mode === 'selector' ? labelsOf(picker.range, picker.rangeKey) : []
    const options = labels.map((label, index) => ({ label, run: () => this.confirmPicker(index) }))
    this.list(picker.headerText, [...options, { label: '取消', run: () => this.cancelPicker() }])
  }

  /** Answers the open picker by label, by index or by value; false when there is no such choice. */
  pick(value: string | string[] | null): boolean {
    const { picker } = this
    if (!picker) return false
    if (value === null) return this.cancelPicker()
    if (picker.mode === 'selector') {
      const index = labelsOf(picker.range, picker.rangeKey).indexOf(String(value))
      return index >= 0 && this.confirmPicker(index)
    }
    if (picker.mode !== 'multiSelector') return this.confirmPicker(value)
    const columns = (picker.range as unknown[][]).map(column => labelsOf(column, picker.rangeKey))
    const indexes = columns.map((column, place) => column.indexOf(value[place] ?? ''))
    return !indexes.includes(-1) && this.confirmPicker(indexes)
  }

  private confirmPicker(value: unknown): true {
    const { picker } = this
    this.picker = null
    this.close()
    picker?.confirm(value)
    return true
  }

  private cancelPicker(): true {
    const { picker } = this
    this.picker = null
    this.close()
    picker?.cancel()
    return true
  }

  private list(title: string, options: Options) {
    const heading = title ? [make('p', title)] : []
    this.show([...heading, ...options.map(option => button(option.label, option.run))], 'bottom')
  }

  private show(content: HTMLElement[], place: 'middle' | 'bottom' | 'clear') {
    const sheet = make('div', '', 'sheet')
    sheet.setAttribute('role', 'dialog')
    sheet.append(...content)
    byId('mask').className = place
    byId('mask').replaceChildren(...(content.length > 0 ? [sheet] : []))
    byId('mask').hidden = false
  }

  private close() {
    byId('mask').hidden = true
    byId('mask').replaceChildren()
  }
}

function button(label: string, run: () => void): HTMLButtonElement {
  const element = make('button', label)
  element.addEventListener('click', run)
  return element
}

function labelsOf(range: unknown[], key: string | undefined): string[] {
  return range.map(entry => String(key ? (entry as Record<string, unknown>)[key] : entry))
}
