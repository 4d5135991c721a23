/**
 * How a message is put into a template: variables, fallbacks, limits, and what of it would be refused. Pure, and one
 * function for the operator's preview and for the send, so that what is seen is what arrives.
 */
import { type FieldType, type Fitted, fitField, limitOf, typeOfKey } from './message-fields.js'
import type { Channel, MessageTemplate, TemplateField } from './messages.js'

/** What a template may name as {{name}}. Texts are Chinese: templates of WeChat are made for one language. */
export type Variables = Readonly<Record<string, string>>

/** A field as it will be sent, and what had to be done to make it fit. */
export interface FieldPreview {
  key: string
  value: string
  limit: number
  cut: boolean
  usedFallback: boolean
  problem: Fitted['problem'] | 'UNKNOWN_TYPE'
}
export interface Preview {
  fields: FieldPreview[]
  text: string
  unknownVariables: string[]
}

/** Why a template cannot be saved: at a field's key, or at templateId, fields or text. */
export interface Fault {
  at: string
  code: NonNullable<FieldPreview['problem']> | 'UNKNOWN_VARIABLE' | 'NAMED_TWICE' | 'MISSING'
}

const TEXT_LIMIT = 300

/** Fills a template with a message's variables. What has a problem would be refused by WeChat. */
export function fill(template: MessageTemplate, variables: Variables): Preview {
  const named = [...template.fields.flatMap(({ value }) => namesIn(value)), ...namesIn(template.text)]
  return {
    fields: template.fields.map(field => fillField(field, variables)),
    text: Array.from(filledIn(template.text, variables)).slice(0, TEXT_LIMIT).join(''),
    unknownVariables: unknownOf(named, variables),
  }
}

/** Why a template cannot be saved; empty when it can. */
export function templateFaults(channel: Channel, template: MessageTemplate, variables: Variables): Fault[] {
  const faults = template.fields.flatMap((field, place) => faultsOfField(field, { template, place, variables }))
  if (unknownOf(namesIn(template.text), variables).length > 0) faults.push({ at: 'text', code: 'UNKNOWN_VARIABLE' })
  if (!template.enabled) return faults
  const ofWechat = channel === 'SUBSCRIBE' || channel === 'OA'
  if (ofWechat && template.templateId === '') faults.push({ at: 'templateId', code: 'MISSING' })
  if (ofWechat && template.fields.length === 0) faults.push({ at: 'fields', code: 'MISSING' })
  if (!ofWechat && filledIn(template.text, variables).trim() === '') faults.push({ at: 'text', code: 'MISSING' })
  return faults
}

function faultsOfField(
  field: TemplateField,
  { template, place, variables }: { template: MessageTemplate; place: number; variables: Variables },
): Fault[] {
  const { key } = field
  const { problem } = fillField(field, variables)
  return [
    ...(unknownOf(namesIn(field.value), variables).length > 0 ? [{ at: key, code: 'UNKNOWN_VARIABLE' as const }] : []),
    ...(template.fields.findIndex(one => one.key === key) < place ? [{ at: key, code: 'NAMED_TWICE' as const }] : []),
    ...(problem ? [{ at: key, code: problem }] : []),
  ]
}

function fillField(field: TemplateField, variables: Variables): FieldPreview {
  const { key } = field
  const type: FieldType | null = typeOfKey(key)
  if (!type) return { key, value: '', limit: 0, cut: false, usedFallback: false, problem: 'UNKNOWN_TYPE' }
  const text = filledIn(field.value, variables)
  const first = fitField(type, text)
  if (!first.problem) return { key, limit: limitOf(type, text), usedFallback: false, ...first }
  const second = fitField(type, field.fallback)
  const usedFallback = !second.problem
  return {
    key,
    limit: limitOf(type, usedFallback ? field.fallback : text),
    usedFallback,
    ...(usedFallback ? second : first),
  }
}

const VARIABLE = /\{\{(\w{1,24})\}\}/g

function namesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(found => found[1]!)
}

function unknownOf(names: readonly string[], variables: Variables): string[] {
  return [...new Set(names)].filter(name => !Object.hasOwn(variables, name))
}

/** A text with its variables put in, however long. An unknown one leaves nothing: nobody should read its name. */
export function filledIn(text: string, variables: Variables): string {
  return text.replace(VARIABLE, (_, name: string) => (Object.hasOwn(variables, name) ? variables[name]! : ''))
}
