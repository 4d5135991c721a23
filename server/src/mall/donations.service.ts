import type { CauseTotals, CertificateName, DonationView } from '@huitou/shared/donations'
import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import { change, type Db } from '../db.js'
import type { Reply } from '../http.js'
import { Members, maskName } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { nameOf } from './mall.texts.js'
import { Rewards } from './rewards.service.js'

interface DonationRow {
  points: number
  gives_fen: number
  shown: CertificateName
  donated_at: Date
  nickname: string
}

interface Sums {
  points: number | string | null
  fen: number | string | null
  members: number
  times: number
}

type Cause = Extract<RewardDefinition['gift'], { type: 'DONATION' }>

/** Points given to good causes: totals anybody may read, and certificates. */
@Injectable()
export class Donations {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Members) private readonly members: Members,
    @Inject(Rewards) private readonly rewards: Rewards,
  ) {}

  /** What is on the shelf for good causes, and the part of whoever looks. */
  async causes(identityId: number): Promise<Reply<'GET /mall/causes'>> {
    const items: Reply<'GET /mall/causes'>['items'] = []
    for (const { row, definition } of await this.rewards.onShelf()) {
      const { gift, points } = definition
      if (gift.type !== 'DONATION') continue
      items.push({ code: row.code, name: nameOf(definition), price: points, ...(await this.totals(row.code, gift)) })
    }
    const memberId = await this.members.memberOf(identityId)
    return { items, mine: memberId ? await this.mine(memberId) : null }
  }

  /** What has come together for a cause; null for a reward that is none. */
  async totalsOf(code: string, { gift }: Pick<RewardDefinition, 'gift'>): Promise<CauseTotals | null> {
    return gift.type === 'DONATION' ? this.totals(code, gift) : null
  }

  /** The certificate of an exchange; null where there is none. */
  async certificate(redemptionId: number, { gift }: Pick<RewardDefinition, 'gift'>): Promise<DonationView | null> {
    if (gift.type !== 'DONATION') return null
    const [row] = await this.db.query<DonationRow>(
      'SELECT d.points, d.gives_fen, d.shown, d.donated_at, m.nickname FROM donation d JOIN member m ON m.id = d.member_id WHERE d.redemption_id = ?',
      [redemptionId],
    )
    if (!row) return null
    return {
      certificateNo: `GY${redemptionId}`,
      name: row.shown === 'NICKNAME' ? row.nickname : row.shown === 'MASKED' ? maskName(row.nickname) : '',
      shown: row.shown,
      at: row.donated_at.toISOString(),
      points: row.points,
      givesFen: row.gives_fen,
      cause: causeText(gift),
    }
  }

  /** How the name stands on it. Refuses `record.not_found`, also for those of others. */
  async show(memberId: number, redemptionId: number, shown: CertificateName): Promise<void> {
    const [own] = await this.db.query('SELECT redemption_id FROM donation WHERE redemption_id = ? AND member_id = ?', [
      redemptionId,
      memberId,
    ])
    if (!own) throw new Refusal('record.not_found')
    const sql = 'UPDATE donation SET shown = ? WHERE redemption_id = ?'
    await this.db.transaction(tx => change(tx, sql, [shown, redemptionId]))
  }

  private async totals(code: string, gift: Cause): Promise<CauseTotals> {
    const [sums] = await this.db.query<Sums>(`${SUMS} WHERE code = ?`, [code])
    return {
      cause: causeText(gift),
      givesFen: gift.givesFen,
      targetFen: gift.targetFen,
      points: Number(sums?.points ?? 0),
      raisedFen: Number(sums?.fen ?? 0),
      members: sums?.members ?? 0,
      times: sums?.times ?? 0,
    }
  }

  private async mine(memberId: number) {
    const [sums] = await this.db.query<Sums>(`${SUMS} WHERE member_id = ?`, [memberId])
    return { points: Number(sums?.points ?? 0), givesFen: Number(sums?.fen ?? 0), times: sums?.times ?? 0 }
  }
}

const SUMS =
  'SELECT SUM(points) AS points, SUM(gives_fen) AS fen, COUNT(DISTINCT member_id) AS members, COUNT(*) AS times FROM donation'

function causeText({ cause }: Cause): { zh: string; en: string } {
  return { zh: cause.zh, en: cause.en || cause.zh }
}
