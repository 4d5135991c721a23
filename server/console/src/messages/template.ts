/** Templates on the desk: what a field will say, what stands in the way, how long a text message gets. Pure. */
import type { ReplyOf } from '@huitou/shared/client'
import { type Fault, type FieldPreview, filledIn, type Preview, type Variables } from '@huitou/shared/message-filling'

export type Kind = ReplyOf<'GET /console/message-templates'>['kinds'][number]
export type MessageKind = Kind['kind']
export type Entry = Kind['channels'][number]
export type Channel = Entry['channel']
export type Template = Entry['template']
export type TemplateField = Template['fields'][number]
/** What can be looked at of a kind: its channels, and the inbox, which nobody edits. */
export type Place = Channel | 'INBOX'

/** As a list: the contract's own would bring its schemas into the browser. */
export const KINDS = [
  'POINTS_CHANGED',
  'POINTS_MATURING',
  'POINTS_EXPIRING',
  'TIER_UP',
  'TIER_DOWN',
  'TIER_REVIEW',
  'COUPON_ARRIVED',
  'COUPON_EXPIRING',
  'REWARD_READY',
  'REDEMPTION_VERIFIED',
  'REFERRAL_PROGRESS',
  'BIRTHDAY',
  'CAMPAIGN',
] as const satisfies readonly MessageKind[]
export const PLACES = ['SUBSCRIBE', 'OA', 'SMS', 'WECOM', 'INBOX'] as const
export const MAX_FIELDS = 7
/** As many as a template may have in one field before it is filled. */
export const VALUE_MAX = 120
export const FALLBACK_MAX = 60
export const TEXT_MAX = 300

/** The examples of a kind as typed over on the desk; `missing` leaves every one of them empty. */
export function examplesOf(
  variables: Kind['variables'],
  { typed, missing }: { typed: Readonly<Record<string, string>>; missing: boolean },
): Variables {
  return Object.fromEntries(variables.map(({ name, example }) => [name, missing ? '' : (typed[name] ?? example)]))
}

export type Said =
  | { what: 'FITS' }
  | { what: 'CUT'; over: number; value: string }
  | { what: 'CHANGED' | 'FALLBACK'; value: string }
/** What is worth telling about a field: its length before anything was done to it, and what was done. */
export interface FieldWord {
  length: number
  limit: number
  said: Said
}

export function wordOf(field: TemplateField, preview: FieldPreview, variables: Variables): FieldWord {
  const { limit, value, cut, usedFallback } = preview
  const length = Array.from(filledIn(field.value, variables).trim()).length
  if (usedFallback) return { length, limit, said: { what: 'FALLBACK', value } }
  if (!cut) return { length, limit, said: { what: 'FITS' } }
  const over = length - limit
  return { length, limit, said: over > 0 ? { what: 'CUT', over, value } : { what: 'CHANGED', value } }
}

/** "thing" of "thing12", for the name of a type. */
export function typeNameOf(key: string): string {
  return key.replace(/\d+$/, '')
}

/** "12" of "thing12": which of its type it is. */
export function placeInType(key: string): string {
  return /\d+$/.exec(key)?.[0] ?? ''
}

/** What is wrong with each place of a template, said once. */
export function faultsByPlace(faults: readonly Fault[]): Map<string, Fault['code'][]> {
  const places = new Map<string, Fault['code'][]>()
  for (const { at, code } of faults) {
    const known = places.get(at) ?? []
    // A field that names nobody is empty for that reason: saying both would be saying it twice.
    if (code === 'EMPTY' && known.includes('UNKNOWN_VARIABLE')) continue
    places.set(at, [...known, code])
  }
  return places
}

/** A key no other field of the template has yet, of the type most people want. */
export function nextKey(fields: readonly TemplateField[]): string {
  const taken = new Set(fields.map(({ key }) => key.replace(/^\D+/, '')))
  for (let number = 1; ; number += 1) if (!taken.has(String(number))) return `thing${number}`
}

const ONE_PART = 70
const EACH_OF_MANY = 67

/** How many messages a Chinese text is billed as: one up to 70 characters, then 67 each, because they carry their number. */
export function smsPartsOf(text: string): number {
  const length = text.length
  if (length === 0) return 0
  return length <= ONE_PART ? 1 : Math.ceil(length / EACH_OF_MANY)
}

/** The channels that are on, in the order they are shown. */
export function channelsOn(kind: Kind): Channel[] {
  return kind.channels.filter(({ template }) => template.enabled).map(({ channel }) => channel)
}

export function sameTemplate(one: Template, other: Template): boolean {
  return JSON.stringify(ordered(one)) === JSON.stringify(ordered(other))
}

function ordered({ enabled, templateId, page, fields, text }: Template) {
  return [enabled, templateId, page, fields.map(({ key, value, fallback }) => [key, value, fallback]), text]
}

/** Whether anything would be seen on the phone. */
export function isBlank({ fields, text }: Preview): boolean {
  return text.trim() === '' && fields.every(({ value }) => value === '')
}
