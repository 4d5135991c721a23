import type { Verdict } from './check-desk.js'
import { tellVerdict } from './check-endpoints.js'
import type { AskResult, Choice, Grant } from './grant-book.js'
import type { ShownCard } from './phone-feed.js'
import { type Pushed, type PushOwner, type PushQuirks, PushTarget, type PushTargetOrder } from './pusher.js'
import type { Template, TemplateDraft } from './template-book.js'
import type { WechatWorld } from './wechat-world.js'

/** One tap that asks about templates. `answers` is what the person taps; what is left out follows their phone's setting. */
export type AskOrder = {
  openid: string
  templateIds: string[]
  answers?: Record<string, Choice> | undefined
  always?: boolean | undefined
}

/** What a test or the demo may do about messages: templates, taps, the official account, pushes, verdicts. */
export class MessageControl {
  readonly #world: WechatWorld

  constructor(world: WechatWorld) {
    this.#world = world
  }

  putTemplate(owner: PushOwner, draft: TemplateDraft): Template {
    return this.#templates(owner).put(draft)
  }

  removeTemplate(owner: PushOwner, id: string): void {
    this.#templates(owner).remove(id)
  }

  templates(owner: PushOwner): Template[] {
    return this.#templates(owner).list()
  }

  /** `wx.requestSubscribeMessage`: what the page gets. The panel, if one appeared, is told to the server as well. */
  ask(order: AskOrder): AskResult {
    const { openid, templateIds: ids, answers, always } = order
    this.#world.users.get(openid)
    const { settings } = this.#world
    const templates = ids.map(id => this.#world.templates.find(id) ?? this.#anyTemplate(id))
    const asked = this.#world.grants.ask({ openid, ids, templates, answers, always, limit: settings.templatesPerCall })
    if (asked.shown.length > 0) {
      const list = asked.shown.map(({ templateId, choice }) => ({
        TemplateId: templateId,
        SubscribeStatusString: choice,
        PopupScene: '0',
      }))
      this.#world.pushes.event('app', { openid, event: 'subscribe_msg_popup_event', list })
    }
    return asked.result
  }

  /** The person refuses a template in WeChat's settings, or in the message itself: only refusals are pushed. */
  refuse(openid: string, templateId: string): void {
    this.#world.users.get(openid)
    this.#world.grants.refuse(openid, templateId)
    const list = [{ TemplateId: templateId, SubscribeStatusString: 'reject' }]
    this.#world.pushes.event('app', { openid, event: 'subscribe_msg_change_event', list })
  }

  /** How the person answers panels to come, where nobody says so with the tap. */
  choose(openid: string, templateId: string, change: Partial<Pick<Grant, 'always' | 'answer'>>): Grant {
    this.#world.users.get(openid)
    return this.#world.grants.choose(openid, templateId, change)
  }

  switchMessages(openid: string, on: boolean): void {
    this.#world.users.get(openid)
    this.#world.grants.switchMessages(openid, on)
  }

  grant(openid: string, templateId: string): Grant {
    return { ...this.#world.grants.of(openid, templateId) }
  }

  /** The person follows the official account, or stops to. Answers the openid the account knows them by. */
  follow(openid: string, following = true): string {
    this.#world.users.get(openid)
    const { accountOpenid } = this.#world.account.follow(openid, following)
    const event = following ? 'subscribe' : 'unsubscribe'
    this.#world.pushes.event('account', { openid: accountOpenid, event, more: { EventKey: '' } })
    return accountOpenid
  }

  /** A follower who has muted the account: messages to them are accepted and then fail. */
  mute(openid: string, mutes = true): void {
    this.#world.account.mute(openid, mutes)
  }

  accountOpenid(openid: string): string {
    return this.#world.account.openidOf(openid)
  }

  /** The person has the mini-program open now; two hours later checks answer 61010. */
  visit(openid: string): void {
    this.#world.checks.visit(openid)
  }

  rate(openid: string, rank: number): void {
    this.#world.checks.rate(openid, rank)
  }

  badWord(word: string, label: number): void {
    this.#world.checks.badWords.set(word, label)
  }

  /** Pictures that wait for a verdict, oldest first. */
  media(): string[] {
    return this.#world.checks.waiting().map(check => check.traceId)
  }

  judge(traceId: string, verdict: Verdict): void {
    tellVerdict(this.#world, traceId, verdict)
  }

  /** Where events go; null sends them nowhere. */
  pushTo(owner: PushOwner, target: PushTargetOrder | null): void {
    this.#world.pushes.targets[owner] = target === null ? null : PushTarget.parse(target)
  }

  verifyPush(owner: PushOwner): Promise<boolean> {
    return this.#world.pushes.verify(owner)
  }

  pushQuirks(quirks: Partial<PushQuirks>): void {
    Object.assign(this.#world.pushes.quirks, quirks)
  }

  holdPushes(): void {
    this.#world.pushes.hold()
  }

  releasePushes(order: 'as held' | 'reversed' = 'as held'): void {
    this.#world.pushes.release(order)
  }

  /** Resolves when every push was answered or given up; answers what became of them all. */
  async pushed(): Promise<readonly Pushed[]> {
    await this.#world.pushes.idle()
    return this.#world.pushes.sent
  }

  cards(openid: string): ShownCard[] {
    return this.#world.phone.cards(openid)
  }

  /** A receipt of WeChat Pay on a phone; its simulator is another process. */
  showReceipt(openid: string, receipt: Parameters<WechatWorld['phone']['showReceipt']>[1]): ShownCard {
    return this.#world.phone.showReceipt(openid, receipt)
  }

  #templates(owner: PushOwner) {
    return owner === 'app' ? this.#world.templates : this.#world.account.templates
  }

  #anyTemplate(id: string): Template | undefined {
    if (this.#world.settings.unknownTemplates === 'refuse') return undefined
    // Each a title of its own, or WeChat would ask about one of them only.
    return { id, title: id, kind: 'one-time', fields: [] }
  }
}
