import { z } from 'zod'
import { orderOf, type Route } from './control-route.js'
import { PushTarget } from './pusher.js'
import { Template } from './template-book.js'
import type { WechatControl } from './wechat-control.js'

const Owner = z.enum(['app', 'account'])
const Choice = z.enum(['accept', 'reject'])
const Person = z.strictObject({ openid: z.string() })
const Line = z.strictObject({ label: z.string().max(20), value: z.string().max(200) })
const Receipt = Person.extend({ title: z.string().min(1).max(60), lines: z.array(Line).max(12) })
const TemplateIds = z.array(z.string().min(1).max(64)).max(10)
const Answers = { answers: z.record(z.string(), Choice).optional(), always: z.boolean().optional() }

/** The control plane's routes about messages, the official account, pushes and checks. */
export function messageRoutes({ messages }: WechatControl): Record<string, Route> {
  return {
    'GET templates': request => ({ templates: messages.templates(Owner.parse(request.query.get('owner') ?? 'app')) }),
    'POST templates': request => {
      const { owner, ...draft } = orderOf(request, Template.extend({ owner: Owner.default('app') }))
      return messages.putTemplate(owner, draft)
    },
    'POST templates/remove': request => {
      const { owner, id } = orderOf(request, z.strictObject({ owner: Owner.default('app'), id: z.string() }))
      messages.removeTemplate(owner, id)
      return {}
    },
    'POST subscribe/ask': request =>
      messages.ask(orderOf(request, Person.extend({ templateIds: TemplateIds, ...Answers }))),
    'POST subscribe/refuse': request => {
      const { openid, templateId } = orderOf(request, Person.extend({ templateId: z.string() }))
      messages.refuse(openid, templateId)
      return {}
    },
    'POST subscribe/choose': request => {
      const shape = { templateId: z.string(), always: Choice.nullable().optional(), answer: Choice.optional() }
      const { openid, templateId, ...change } = orderOf(request, Person.extend(shape))
      return messages.choose(openid, templateId, withoutUndefined(change))
    },
    'POST subscribe/switch': request => {
      const { openid, on } = orderOf(request, Person.extend({ on: z.boolean() }))
      messages.switchMessages(openid, on)
      return {}
    },
    'POST account/follow': request => {
      const { openid, following } = orderOf(request, Person.extend({ following: z.boolean() }))
      return { accountOpenid: messages.follow(openid, following) }
    },
    'POST account/mute': request => {
      const { openid, mutes } = orderOf(request, Person.extend({ mutes: z.boolean() }))
      messages.mute(openid, mutes)
      return {}
    },
    'POST phone/receipts': request => {
      const { openid, ...receipt } = orderOf(request, Receipt)
      return messages.showReceipt(openid, receipt)
    },
    'GET cards': request => ({ cards: messages.cards(request.query.get('openid') ?? '') }),
    ...checkRoutes(messages),
    ...pushRoutes(messages),
  }
}

function checkRoutes(messages: WechatControl['messages']): Record<string, Route> {
  return {
    'POST checks/visit': request => {
      messages.visit(orderOf(request, Person).openid)
      return {}
    },
    'POST checks/rank': request => {
      const { openid, rank } = orderOf(request, Person.extend({ rank: z.int().min(0).max(4) }))
      messages.rate(openid, rank)
      return {}
    },
    'POST checks/word': request => {
      const { word, label } = orderOf(request, z.strictObject({ word: z.string().min(1).max(40), label: z.int() }))
      messages.badWord(word, label)
      return {}
    },
    'GET checks/media': () => ({ waiting: messages.media() }),
    'POST checks/media': request => {
      const shape = z.strictObject({ traceId: z.string(), verdict: z.enum(['pass', 'review', 'risky']) })
      const { traceId, verdict } = orderOf(request, shape)
      messages.judge(traceId, verdict)
      return {}
    },
  }
}

function pushRoutes(messages: WechatControl['messages']): Record<string, Route> {
  return {
    'POST pushes/target': request => {
      const { owner, target } = orderOf(request, z.strictObject({ owner: Owner, target: PushTarget.nullable() }))
      messages.pushTo(owner, target)
      return {}
    },
    'POST pushes/quirks': request => {
      const shape = z.strictObject({
        listAs: z.enum(['array', 'object']).optional(),
        createTimeAs: z.enum(['string', 'number']).optional(),
        copies: z.int().min(1).max(20).optional(),
      })
      messages.pushQuirks(withoutUndefined(orderOf(request, shape)))
      return {}
    },
    'POST pushes/hold': () => {
      messages.holdPushes()
      return {}
    },
    'POST pushes/release': request => {
      const { order } = orderOf(request, z.strictObject({ order: z.enum(['as held', 'reversed']).default('as held') }))
      messages.releasePushes(order)
      return {}
    },
  }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

function withoutUndefined<T extends object>(given: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Defined<T>>
}
