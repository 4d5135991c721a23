/**
 * What WeChat's panel answered is written down on the phone at once and sent to our server until it has it: the network
 * may go right after the tap, and a grant nobody knows of is a reminder nobody gets.
 */
import type { RequestOf } from '@huitou/shared/client'
import { peek, put } from './cache'
import { CallError, call } from './call'
import type { Answers } from './grant-count'
import { freshId } from './ids'
import type { Who } from './session'
import { keep, recall } from './storage'
import { storeOf } from './store'
import { wechat } from './wechat'

type Report = RequestOf<'POST /member/grants'>['body']
export type Moment = NonNullable<Report['moment']>

const KEPT = 'grant-reports'
/** Taps of a person without network; the oldest are the least worth. */
const MOST = 20

/** Answers our server has not confirmed yet. */
export const unsent = storeOf<Report[]>(recall<Report[]>(KEPT) ?? [])
let sending: Promise<void> = Promise.resolve()

/** Keeps an answer and sends it. Resolves when it was tried, whatever came of it. */
export function report(moment: Moment, answers: Answers): Promise<void> {
  hold([...unsent.now(), { requestId: freshId(), moment, answers }].slice(-MOST))
  return sendReports()
}

/** Sends what is kept, one after the other. Each carries its own number, so a repeat is counted once. */
export function sendReports(): Promise<void> {
  sending = sending.then(sendAll)
  return sending
}

/** Once at the start of the app: what an earlier run could not send goes now, and whenever the network comes back. */
export function keepReporting(): void {
  const resume = () => {
    if (unsent.now().length > 0) void sendReports()
  }
  wechat.onNetwork(online => online && resume())
  resume()
}

async function sendAll(): Promise<void> {
  for (let next = unsent.now()[0]; next; next = unsent.now()[0]) {
    const { requestId } = next
    try {
      const reminders = await call('POST /member/grants', { body: next })
      const memberNo = peek<Who>('who')?.value.member?.memberNo
      if (memberNo) put(`reminders:${memberNo}`, reminders, true)
    } catch (error) {
      if (!isHopeless(error)) return
    }
    hold(unsent.now().filter(report => report.requestId !== requestId))
  }
}

/** Refused for what it is: sending it again would be refused again. */
function isHopeless(error: unknown): boolean {
  return error instanceof CallError && !error.offline && !/^(server|rate|session)\./.test(error.code)
}

function hold(reports: Report[]): void {
  keep(KEPT, reports)
  unsent.set(reports)
}
