import { behaviourOf, propertyOf } from '../components/define.js'
import type { PageInstance } from '../open-page.js'
import type { PageStack } from '../page-stack.js'
import { throughBridge } from '../records.js'

interface Fields {
  id?: boolean
  dataset?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  node?: boolean
  context?: boolean
  properties?: string[]
  computedStyle?: string[]
}
type Take = (result: unknown) => void
interface Question {
  selector: string | null
  single: boolean
  fields: Fields
  take: Take | undefined
}
interface LogicNode {
  id: string
  dataset: Record<string, unknown>
  $$: HTMLElement
}

/** `wx.createSelectorQuery()`: asks the view about its elements, in the page or in one component. */
export class SelectorQuery {
  private readonly questions: Question[] = []
  private within: PageInstance | null = null

  constructor(private readonly stack: PageStack) {}

  in(component: PageInstance): this {
    this.within = component
    return this
  }

  select(selector: string) {
    return this.nodes(selector, true)
  }

  selectAll(selector: string) {
    return this.nodes(selector, false)
  }

  selectViewport() {
    return this.nodes(null, true)
  }

  exec(take?: (results: unknown[]) => void): this {
    const within = this.within ?? this.stack.front.instance
    // The answer comes from the other thread, so never in the same turn.
    setTimeout(() => {
      const results = this.questions.map(question => {
        const result = this.answer(question, within)
        question.take?.(result)
        return result
      })
      take?.(results)
    })
    return this
  }

  private nodes(selector: string | null, single: boolean) {
    const ask = (fields: Fields, take?: Take) => {
      this.questions.push({ selector, single, fields, take })
      return this
    }
    return {
      fields: ask,
      boundingClientRect: (take?: Take) => ask({ id: true, dataset: true, rect: true, size: true }, take),
      scrollOffset: (take?: Take) => ask({ id: true, dataset: true, scrollOffset: true }, take),
      node: (take?: Take) => ask({ node: true }, take),
      context: (take?: Take) => ask({ context: true }, take),
    }
  }

  private answer({ selector, single, fields }: Question, within: PageInstance): unknown {
    if (selector === null) return viewport(this.stack.front.box)
    const component = within._$ as { getShadowRoot: () => { querySelectorAll: (selector: string) => LogicNode[] } }
    const found = component.getShadowRoot().querySelectorAll(selector)
    const results = found.map(node => describe(node, fields))
    return single ? (results[0] ?? null) : results
  }
}

function viewport(box: HTMLElement) {
  const { clientWidth: width, clientHeight: height, scrollTop, scrollLeft, scrollHeight, scrollWidth } = box
  const rect = { left: 0, top: 0, right: width, bottom: height, width, height }
  return { id: '', dataset: {}, ...rect, scrollTop, scrollLeft, scrollHeight, scrollWidth }
}

function describe(node: LogicNode, fields: Fields): Record<string, unknown> {
  const element = node.$$
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = element
  const result: Record<string, unknown> = {}
  if (fields.id) result.id = node.id
  if (fields.dataset) result.dataset = throughBridge(node.dataset ?? {})
  if (fields.rect) Object.assign(result, { left, top, right, bottom })
  if (fields.size) Object.assign(result, { width, height })
  if (fields.scrollOffset) Object.assign(result, { scrollTop, scrollLeft, scrollHeight, scrollWidth })
  if (fields.node) result.node = behaviourOf(element)?.node ?? null
  for (const name of fields.properties ?? []) result[name] = propertyOf(element, name)
  const style = fields.computedStyle ? getComputedStyle(element) : null
  for (const name of fields.computedStyle ?? []) result[name] = style?.getPropertyValue(dashed(name))
  return result
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}
