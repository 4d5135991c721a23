import { createHash } from 'node:crypto'
import type { Answer } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Input } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'

/** Answers to one tap, or to WeChat's own settings. */
export interface Report {
  /** Unique for ever: a repeat of it changes nothing. */
  key: string
  memberId: number
  answers: ReadonlyMap<string, Answer>
  source: 'CLIENT' | 'EVENT' | 'SETTING'
  moment: string | null
  at: Date
}

/** The client's report and WeChat's event of the same tap are this far apart at most. */
const PAIR_MS = 120_000
const MOST = 1_000

/**
 * Sends that WeChat lets us make, counted as stock. Our count is a hint (a report can be lost or made up); what a send
 * answers corrects it. A tap is told twice, by the phone and by WeChat, and counts once.
 */
@Injectable()
export class Grants {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** What the mini-program was answered. Refuses `message.request_reused` for a known request with other answers. */
  report(memberId: number, body: Input<'POST /member/grants'>['body']): Promise<void> {
    return this.record({
      key: `c:${memberId}:${body.requestId}`,
      memberId,
      answers: new Map(Object.entries(body.answers).map(([templateId, said]) => [templateId, answerOf(said)])),
      source: 'CLIENT',
      moment: body.moment ?? null,
      at: this.clock.now(),
    })
  }

  /** Writes a report down and counts it; one that is there already changes nothing. */
  async record(report: Report): Promise<void> {
    const answers = [...report.answers].sort(([one], [other]) => (one < other ? -1 : 1))
    const hash = createHash('sha256').update(JSON.stringify(answers)).digest()
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction(tx => this.recordIn(tx, report, { answers, hash }))
      } catch (error) {
        // The same report at the same moment, or the member's first two for a template: the next try finds the row.
        if (!isDuplicate(error) || attempt >= 4) throw error
      }
    }
  }

  private async recordIn(
    tx: Tx,
    report: Report,
    { answers, hash }: { answers: [string, Answer][]; hash: Buffer },
  ): Promise<void> {
    const sql = 'SELECT body_hash FROM grant_report WHERE report_key = ?'
    const [before] = await rowsOf<{ body_hash: Buffer }>(tx, sql, [report.key])
    if (before && !before.body_hash.equals(hash)) throw new Refusal('message.request_reused')
    if (before) return
    await insert(tx, 'grant_report', { report_key: report.key, body_hash: hash, at: report.at })
    for (const [templateId, answer] of answers) await this.answered(tx, report, { templateId, answer })
  }

  private async answered(
    tx: Tx,
    { memberId, source, moment, at }: Report,
    { templateId, answer }: { templateId: string; answer: Answer },
  ): Promise<void> {
    const [stock] = await rowsOf<{ remaining: number; answered_at: Date }>(
      tx,
      'SELECT remaining, answered_at FROM grant_stock WHERE member_id = ? AND template_id = ? FOR UPDATE',
      [memberId, templateId],
    )
    const twin = source === 'SETTING' ? undefined : await twinOf(tx, { memberId, templateId, answer, source, at })
    const credit = answer === 'accept' && !twin ? 1 : 0
    await insert(tx, 'grant_answer', {
      id: this.ids.next(),
      member_id: memberId,
      template_id: templateId,
      answer,
      source,
      moment,
      pair_id: twin ?? null,
      credit,
      at,
    })
    if (!stock) {
      await insert(tx, 'grant_stock', {
        member_id: memberId,
        template_id: templateId,
        remaining: credit,
        answer,
        answered_at: at,
      })
      return
    }
    // Refused in the settings, or banned by WeChat: what was granted before is void too. A "no" to one panel is not that.
    const left = answer === 'ban' || source === 'SETTING' ? 0 : Math.min(stock.remaining + credit, MOST)
    const newest = at >= stock.answered_at && answer !== 'filter'
    await change(
      tx,
      `UPDATE grant_stock SET remaining = ?${newest ? ', answer = ?, answered_at = ?' : ''} WHERE member_id = ? AND template_id = ?`,
      [left, ...(newest ? [answer, at] : []), memberId, templateId],
    )
  }
}

/** The other telling of the same tap, if it has come and has no partner yet. */
async function twinOf(
  tx: Tx,
  {
    memberId,
    templateId,
    answer,
    source,
    at,
  }: { memberId: number; templateId: string; answer: Answer; source: string; at: Date },
): Promise<number | undefined> {
  const [row] = await rowsOf<{ id: number }>(
    tx,
    `SELECT a.id FROM grant_answer a WHERE a.member_id = ? AND a.template_id = ? AND a.at BETWEEN ? AND ? AND a.answer = ? AND a.source = ?
       AND a.pair_id IS NULL AND NOT EXISTS (SELECT 1 FROM grant_answer p WHERE p.pair_id = a.id) ORDER BY a.at, a.id LIMIT 1`,
    [
      memberId,
      templateId,
      new Date(at.getTime() - PAIR_MS),
      new Date(at.getTime() + PAIR_MS),
      answer,
      source === 'CLIENT' ? 'EVENT' : 'CLIENT',
    ],
  )
  return row?.id
}

/** acceptWithAudio and acceptWithAlert are accepts; what is not known counts for nothing. */
export function answerOf(said: string): Answer {
  if (said.startsWith('accept')) return 'accept'
  return said === 'reject' || said === 'ban' ? said : 'filter'
}
