/** Whatever is to be said to whomever: fields fit, grants and caps hold, and the funnel only narrows. */

import { FIELD_LIMITS, FIELD_TYPES, fitField } from '@huitou/shared/message-fields'
import type { Channel, Stop } from '@huitou/shared/messages'
import { MESSAGE_KINDS } from '@huitou/shared/messages'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DEFAULT_LIMITS } from '../../server/src/deliveries/limits.rules.js'
import {
  funnelOf,
  type Planned,
  type Programme,
  planMember,
  type Reach,
} from '../../server/src/deliveries/plan.rules.js'
import { defaultTemplate, EXAMPLES } from '../../server/src/messages/defaults.rules.js'
import { fieldFits } from '../simulators/wechat/field-rules.js'

const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('一', '积', 'a', '7', '.', '-', '年', '月', '日', ':', ' ', '\n', '😀', '¥', '元', '~'),
    maxLength: 40,
  }),
)

test('whatever text comes, what fits here WeChat takes', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FIELD_TYPES), someText, (type, text) => {
      const { value, problem } = fitField(type, text)
      if (problem !== null) return
      if (!fieldFits(`${type}1`, value)) throw new Error(`${type} does not take ${JSON.stringify(value)}`)
      expect(Array.from(value).length).toBeLessThanOrEqual(
        FIELD_LIMITS[type] + (type === 'date' || type === 'time' ? 20 : 0),
      )
    }),
    { numRuns: 3_000 },
  )
})

const NOON = new Date('2026-11-23T04:30:00.000Z')
const later = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000)
const templateOf = (kind: (typeof MESSAGE_KINDS)[number]) => defaultTemplate(kind, 'SUBSCRIBE').templateId
const titles = [...new Set(MESSAGE_KINDS.map(templateOf))]
const MOST = 2
const programme: Programme = {
  limits: { ...DEFAULT_LIMITS, caps: [{ channel: 'ANY', kind: 'ANY', per: 'DAY', most: MOST }], exempt: [] },
  templates: new Map(MESSAGE_KINDS.map(kind => [kind, new Map<Channel, string>([['SUBSCRIBE', templateOf(kind)]])])),
}
const reachOf = (stock: Map<string, number>, marketing: boolean): Reach => ({
  memberId: 16,
  zone: 'Asia/Shanghai',
  marketing,
  unwanted: new Set(),
  stock,
  addresses: new Set<Channel>(['SUBSCRIBE']),
  sent: [],
})
const plannedOf = (kind: (typeof MESSAGE_KINDS)[number], index: number): Planned => ({
  id: index + 1,
  kind,
  data: EXAMPLES[kind],
  worthFen: 500,
  dueAt: NOON,
  untilAt: later(48),
  tried: new Set(),
})

const kinds = fc.array(fc.constantFrom(...MESSAGE_KINDS), { minLength: 1, maxLength: 12 })
const lefts = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: titles.length, maxLength: titles.length })

test('no more goes out than there are grants, no cap is passed, and the funnel only narrows', () => {
  fc.assert(
    fc.property(kinds, lefts, fc.boolean(), fc.integer({ min: 0, max: 23 }), (some, left, marketing, hour) => {
      const stock = new Map(titles.map((id, index) => [id, left[index]!]))
      const decisions = planMember(reachOf(stock, marketing), some.map(plannedOf), programme, later(hour))
      const counts = new Map<Stop, number>()
      for (const { stop } of decisions) counts.set(stop, (counts.get(stop) ?? 0) + 1)
      const { target, consented, granted, underCap, awake, willSend } = funnelOf(counts)
      const sends = decisions.flatMap(({ send }) => send ?? [])
      for (const [id, had] of stock)
        expect(sends.filter(({ templateId }) => templateId === id).length).toBeLessThanOrEqual(had)
      expect(sends.length).toBeLessThanOrEqual(MOST)
      expect(willSend).toBe(sends.length)
      const steps = [target, consented, granted, underCap, awake, willSend]
      expect([...steps].sort((one, other) => other - one)).toEqual(steps)
      expect(target).toBe(some.length)
    }),
    { numRuns: 500 },
  )
})
