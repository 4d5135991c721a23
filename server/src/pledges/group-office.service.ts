import type { GroupFigures, GroupOfferFile, GroupOfferSummary } from '@huitou/shared/pledges'
import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { DB } from '../tokens.js'
import { GroupOffers, type OfferRow } from './group-offers.service.js'
import { GROUP, PLEDGE } from './pledges.rules.js'

const PAGE = 50
const VERSIONS = 50

/** Group offers as marketers see them. */
@Injectable()
export class GroupOffice {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(GroupOffers) private readonly offers: GroupOffers,
  ) {}

  async list(query: Input<'GET /console/group-offers'>['query']): Promise<Reply<'GET /console/group-offers'>> {
    const limit = query.limit ?? PAGE
    const from = Number(query.cursor ?? 0)
    const all = await this.offers.all()
    const items = await this.summaries(all.slice(from, from + limit))
    return { items, nextCursor: all.length > from + limit ? String(from + limit) : null }
  }

  /** One offer. Refuses `record.not_found`. */
  async file(code: string): Promise<GroupOfferFile> {
    const { row } = await this.offers.get(code)
    const [[summary], versions] = await Promise.all([this.summaries([row]), this.offers.versions(code, VERSIONS)])
    return {
      ...summary!,
      versions: versions.map(({ version, reason, publishedAt, publishedBy }) => ({
        version,
        reason,
        publishedAt: publishedAt.toISOString(),
        publishedBy,
      })),
    }
  }

  private async summaries(rows: readonly OfferRow[]): Promise<GroupOfferSummary[]> {
    if (rows.length === 0) return []
    const codes = rows.map(({ code }) => code)
    const [groups, pledges] = await Promise.all([this.groups(codes), this.pledges(codes)])
    const summaries: GroupOfferSummary[] = []
    for (const row of rows) {
      const { definition, publishedAt } = await this.offers.version(row.code, row.version)
      const ofState = (state: number) =>
        groups.find(group => group.offer_code === row.code && group.state === state)?.count ?? 0
      const own = pledges.find(({ offer_code }) => offer_code === row.code)
      const figures: GroupFigures = {
        stock: row.stock,
        left: row.left_count,
        open: ofState(GROUP.OPEN),
        succeeded: ofState(GROUP.SUCCEEDED),
        expired: ofState(GROUP.EXPIRED),
        cancelled: ofState(GROUP.CANCELLED),
        members: own?.members ?? 0,
        points: Number(own?.points ?? 0),
        held: Number(own?.held ?? 0),
      }
      const { code, version } = row
      summaries.push({
        code,
        version,
        definition,
        open: row.is_open === 1,
        publishedAt: publishedAt.toISOString(),
        figures,
      })
    }
    return summaries
  }

  private groups(codes: readonly string[]) {
    return this.db.query<{ offer_code: string; state: number; count: number }>(
      'SELECT offer_code, state, COUNT(*) AS count FROM pledge_group WHERE offer_code IN (?) GROUP BY offer_code, state',
      [[...codes]],
    )
  }

  private pledges(codes: readonly string[]) {
    return this.db.query<{ offer_code: string; members: number; points: number | string; held: number | string }>(
      `SELECT offer_code, COUNT(DISTINCT member_id) AS members, SUM(IF(state = ${PLEDGE.USED}, points, 0)) AS points,
       SUM(IF(state = ${PLEDGE.HELD}, points, 0)) AS held FROM pledge WHERE offer_code IN (?) GROUP BY offer_code`,
      [[...codes]],
    )
  }
}
