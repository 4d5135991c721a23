/** What an answer of WeChat's panel means for the reminders on show, before our server has said so. Pure. */
import type { ReplyOf } from '@huitou/shared/client'

export type Reminders = ReplyOf<'GET /member/reminders'>
export type Answers = Record<string, string>

/** WeChat also says acceptWithAudio and acceptWithAlert. */
export const isYes = (answer: string | undefined): boolean => answer?.startsWith('accept') ?? false

/** The reminders with these answers counted in: one more for every kind that shares an accepted template. */
export function counted(reminders: Reminders, answers: Answers): Reminders {
  const items = reminders.items.map((item): Reminders['items'][number] => {
    const answer = item.templateId === null ? undefined : answers[item.templateId]
    if (isYes(answer)) return { ...item, left: item.left + 1, answer: 'accept' }
    if (answer === 'ban') return { ...item, left: 0, answer, canAsk: false }
    return answer === 'reject' ? { ...item, answer } : item
  })
  return { ...reminders, items }
}

/** Kinds that share a template share what is left of it: one place in the grid for all of them. */
export interface Group {
  templateId: string
  kinds: Reminders['items']
  left: number
  canAsk: boolean
  answer: Reminders['items'][number]['answer']
}

/** The grid: a place for every template, in the order of its first kind. Kinds WeChat cannot remind of have none. */
export function groupsOf({ items }: Reminders): Group[] {
  const groups: Group[] = []
  for (const item of items) {
    const { templateId, left, canAsk, answer } = item
    if (templateId === null) continue
    const known = groups.find(group => group.templateId === templateId)
    if (known) known.kinds.push(item)
    else groups.push({ templateId, kinds: [item], left, canAsk, answer })
  }
  return groups
}
