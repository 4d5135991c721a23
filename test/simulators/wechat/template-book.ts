import { z } from 'zod'
import { SimRefusal } from './sim-refusal.js'

/** A message template as its owner has picked it in the console of WeChat. */
export const Template = z.strictObject({
  id: z.string().min(1).max(64),
  title: z.string().min(1).max(40),
  /** One-time: each accept is good for one message. Long-term ones are not for restaurants. */
  kind: z.enum(['one-time', 'long-term']).default('one-time'),
  /** In the order of the message; the key's type decides what its value may be. */
  fields: z
    .array(z.strictObject({ key: z.string().regex(/^[a-z_]+\d{1,3}$/), label: z.string().min(1).max(20) }))
    .min(1)
    .max(8),
})
export type Template = z.infer<typeof Template>
export type TemplateDraft = z.input<typeof Template>

const maxTemplates = 200

/** The templates of one app or account. */
export class TemplateBook {
  readonly #templates = new Map<string, Template>()

  constructor(picked: readonly TemplateDraft[] = []) {
    for (const draft of picked) this.put(draft)
  }

  /** Adds a template or puts a new one in its place. */
  put(draft: TemplateDraft): Template {
    const template = Template.parse(draft)
    if (!this.#templates.has(template.id) && this.#templates.size >= maxTemplates) {
      throw new SimRefusal(`no more than ${maxTemplates} templates`)
    }
    this.#templates.set(template.id, template)
    return template
  }

  /** Deletes one, as its owner may at any time: from then on 40037. */
  remove(id: string): void {
    if (!this.#templates.delete(id)) throw new SimRefusal('no such template')
  }

  find(id: unknown): Template | undefined {
    return typeof id === 'string' ? this.#templates.get(id) : undefined
  }

  list(): Template[] {
    return [...this.#templates.values()]
  }
}
