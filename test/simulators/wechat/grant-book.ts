import { SimRefusal } from './sim-refusal.js'
import type { Template } from './template-book.js'

export type Choice = 'accept' | 'reject'
/** What a person has decided about one template of one app. */
export type Grant = {
  templateId: string
  /** Messages that may still be sent. */
  credits: number
  /** "Always keep this choice": no panel appears any more. */
  always: Choice | null
  /** What this person answers when a panel appears and nobody says otherwise: how the demo decides. */
  answer: Choice
}

/** `wx.requestSubscribeMessage` as a page sees it: the result by template, or the client's own errCode. */
export type AskResult = Record<string, string> | { errMsg: string; errCode: number }
export type Asked = { result: AskResult; shown: { templateId: string; choice: Choice }[] }

export type Asking = {
  openid: string
  templates: (Template | undefined)[]
  ids: string[]
  answers?: Record<string, Choice> | undefined
  always?: boolean | undefined
  limit: number
}

const maxGrants = 200_000

/** Who may be sent what: the credits of every person and template, and the settings that outlast a panel. */
export class GrantBook {
  readonly #grants = new Map<string, Map<string, Grant>>()
  readonly #switchedOff = new Set<string>()
  #size = 0

  /** The panel of `wx.requestSubscribeMessage`. `shown` is what the person was really asked, remembered choices are not. */
  ask(asking: Asking): Asked {
    const errCode = this.#clientError(asking)
    if (errCode !== 0) return { result: { errMsg: 'requestSubscribeMessage:fail', errCode }, shown: [] }
    const result: Record<string, string> = { errMsg: 'requestSubscribeMessage:ok' }
    const shown: Asked['shown'] = []
    const titles = new Set<string>()
    for (const template of asking.templates) {
      if (template === undefined) continue
      // Of two templates with one title only the first is asked about.
      const twin = titles.has(template.title)
      titles.add(template.title)
      if (twin) {
        result[template.id] = 'filter'
        continue
      }
      const grant = this.of(asking.openid, template.id)
      const choice = grant.always ?? asking.answers?.[template.id] ?? grant.answer
      if (grant.always === null) shown.push({ templateId: template.id, choice })
      if (asking.always) grant.always = choice
      if (choice === 'accept') grant.credits += 1
      result[template.id] = choice
    }
    return { result, shown }
  }

  /** Uses one credit up; false when there is none, or the person has turned messages off. */
  take(openid: string, template: Template): boolean {
    const grant = this.of(openid, template.id)
    if (this.#switchedOff.has(openid) || grant.always === 'reject' || grant.credits === 0) return false
    if (template.kind === 'one-time') grant.credits -= 1
    return true
  }

  /** The person refuses in WeChat's settings: what was granted is void. */
  refuse(openid: string, templateId: string): void {
    Object.assign(this.of(openid, templateId), { credits: 0, always: 'reject' })
  }

  /** Changes how a person answers the next panel, or lifts "always". */
  choose(openid: string, templateId: string, change: Partial<Pick<Grant, 'always' | 'answer'>>): Grant {
    return Object.assign(this.of(openid, templateId), change)
  }

  /** The main switch of the app's messages in a person's settings. */
  switchMessages(openid: string, on: boolean): void {
    if (on) this.#switchedOff.delete(openid)
    else this.#switchedOff.add(openid)
  }

  isOn(openid: string): boolean {
    return !this.#switchedOff.has(openid)
  }

  of(openid: string, templateId: string): Grant {
    const own = this.#grants.get(openid) ?? new Map<string, Grant>()
    this.#grants.set(openid, own)
    const known = own.get(templateId)
    if (known !== undefined) return known
    if (this.#size >= maxGrants) throw new SimRefusal(`no more than ${maxGrants} grants`)
    this.#size += 1
    const grant: Grant = { templateId, credits: 0, always: null, answer: 'accept' }
    own.set(templateId, grant)
    return grant
  }

  /** Everything, for the file that outlasts a restart. */
  all(): { grants: (Grant & { openid: string })[]; switchedOff: string[] } {
    const grants = [...this.#grants].flatMap(([openid, own]) => [...own.values()].map(grant => ({ openid, ...grant })))
    return { grants, switchedOff: [...this.#switchedOff] }
  }

  /** The codes that never leave the phone: 20001 unknown, 20002 kinds mixed, 20003 too many, 20004 all switched off. */
  #clientError({ openid, templates, ids, limit }: Asking): number {
    if (ids.length === 0) return 10001
    if (ids.length > limit) return 20003
    if (templates.includes(undefined)) return 20001
    if (new Set(templates.map(template => template?.kind)).size > 1) return 20002
    return this.isOn(openid) ? 0 : 20004
  }
}
