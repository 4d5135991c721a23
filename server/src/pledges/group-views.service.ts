import type { Group, GroupDefinition, GroupOffer } from '@huitou/shared/pledges'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { nameOf } from '../mall/mall.texts.js'
import { MallMembers } from '../mall/mall-members.service.js'
import { Rewards } from '../mall/rewards.service.js'
import { Members, maskName } from '../members/members.service.js'
import { CLOCK, DB } from '../tokens.js'
import { GroupOffers, type OfferRow } from './group-offers.service.js'
import { type GroupRow, type PledgeRow, PledgeRows } from './pledge-rows.service.js'
import { groupState, joinBar, openBar, PLEDGE, pledgeState } from './pledges.rules.js'
import { termsOf, textOf } from './pledges.texts.js'

const PAGE = 20

interface Looker {
  memberId: number
  reached: readonly string[]
  available: number
}

/** Group offers and groups as whoever looks sees them. */
@Injectable()
export class GroupViews {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(GroupOffers) private readonly offers: GroupOffers,
    @Inject(PledgeRows) private readonly rows: PledgeRows,
  ) {}

  /** What is open and not over. */
  async list(identityId: number): Promise<Reply<'GET /group-offers'>> {
    const looker = await this.looker(identityId)
    const items: GroupOffer[] = []
    for (const row of await this.offers.open()) {
      const { definition } = await this.offers.version(row.code, row.version)
      const view = await this.offerView(row, definition, looker)
      if (view.bar !== 'ENDED') items.push(view)
    }
    return { items }
  }

  /** One offer. Refuses `record.not_found`. */
  async offer(identityId: number, code: string): Promise<GroupOffer> {
    const { row, definition } = await this.offers.get(code)
    return this.offerView(row, definition, await this.looker(identityId))
  }

  /** One group, for whoever has its token. Refuses `record.not_found`. */
  async group(identityId: number, token: string): Promise<Group> {
    const [group, looker] = await Promise.all([this.rows.byToken(token), this.looker(identityId)])
    const [{ row }, { definition }, pledges] = await Promise.all([
      this.offers.get(group.offer_code),
      this.offers.version(group.offer_code, group.version),
      this.rows.ofGroup(group.id),
    ])
    const offer = await this.offerView({ ...row, version: group.version }, definition, looker)
    const own = looker && pledges.filter(({ member_id }) => member_id === looker.memberId).at(-1)
    const seated = pledges.filter(({ state }) => state !== PLEDGE.CANCELLED)
    const at = this.clock.now()
    const isIn = own ? own.state <= PLEDGE.USED : false
    const standing = { state: group.state, taken: group.taken, size: group.size, endsAt: group.ends_at, isIn, at }
    return {
      token,
      offer,
      state: groupState(group.state),
      size: group.size,
      points: group.points,
      seats: await this.seats(seated, looker?.memberId ?? null),
      openedAt: group.opened_at.toISOString(),
      endsAt: group.ends_at.toISOString(),
      endedAt: group.ended_at?.toISOString() ?? null,
      mine: own ? mineOf(own, isOpen(group, at) && definition.cancellable) : null,
      bar: joinBar(
        definition,
        standing,
        looker && { reached: looker.reached, pledged: await this.pledged(looker, group) },
      ),
      available: looker?.available ?? null,
    }
  }

  async mine(memberId: number, query: Input<'GET /member/groups'>['query']): Promise<Reply<'GET /member/groups'>> {
    const limit = query.limit ?? PAGE
    const found = await this.rows.ofMember(memberId, Number(query.cursor ?? Number.MAX_SAFE_INTEGER), limit + 1)
    const rows = found.slice(0, limit)
    const groups = await this.rows.groups([...new Set(rows.map(({ group_id }) => group_id))])
    const items: Reply<'GET /member/groups'>['items'] = []
    for (const pledge of rows) {
      const group = groups.get(pledge.group_id)
      if (!group) throw new Error(`pledge ${pledge.id} has no group`)
      const { definition } = await this.offers.version(group.offer_code, group.version)
      items.push({
        token: group.token,
        name: textOf(definition.name),
        state: groupState(group.state),
        mine: pledgeState(pledge.state),
        taken: group.taken,
        size: group.size,
        points: pledge.points,
        endsAt: group.ends_at.toISOString(),
      })
    }
    return { items, nextCursor: found.length > limit ? String(rows.at(-1)!.id) : null }
  }

  private async offerView(row: OfferRow, definition: GroupDefinition, looker: Looker | null): Promise<GroupOffer> {
    const { code, version } = row
    const [reward, rungs, pledged, mine] = await Promise.all([
      this.rewards.get(definition.reward),
      this.mallMembers.rungs(),
      looker ? this.rows.pledged(null, looker.memberId, code) : null,
      looker ? this.fillingOf(looker.memberId, code) : [],
    ])
    const lowest = rungs.find(rung => rung.code === definition.lowestTier)?.name ?? null
    const standing = { isOpen: row.is_open === 1, left: row.left_count, at: this.clock.now() }
    const alone = reward.row.on_shelf === 1 && reward.definition.cashFen === 0
    return {
      code,
      version,
      name: textOf(definition.name),
      note: textOf(definition.note),
      reward: nameOf(reward.definition),
      worthFen: reward.definition.worthFen,
      alonePoints: alone ? reward.definition.points : null,
      size: definition.size,
      points: definition.points,
      hours: definition.hours,
      cancellable: definition.cancellable,
      left: Math.floor(row.left_count / definition.size),
      tier: lowest,
      from: definition.window.from,
      until: definition.window.until,
      limits: definition.limits,
      bar: openBar(definition, standing, looker && pledged && { reached: looker.reached, pledged }),
      available: looker?.available ?? null,
      terms: termsOf(definition, lowest),
      mine,
    }
  }

  private async fillingOf(memberId: number, offerCode: string): Promise<string[]> {
    const sql = `SELECT g.token FROM pledge p JOIN pledge_group g ON g.id = p.group_id
      WHERE p.member_id = ? AND p.offer_code = ? AND p.state = ${PLEDGE.HELD} ORDER BY p.id DESC LIMIT 10`
    return (await this.db.query<{ token: string }>(sql, [memberId, offerCode])).map(({ token }) => token)
  }

  private async pledged({ memberId }: Looker, { offer_code }: GroupRow) {
    return this.rows.pledged(null, memberId, offer_code)
  }

  /** Names are masked but for the one who looks. */
  private async seats(pledges: readonly PledgeRow[], memberId: number | null): Promise<Group['seats']> {
    if (pledges.length === 0) return []
    const rows = await this.db.query<{ id: number; nickname: string }>(
      'SELECT id, nickname FROM member WHERE id IN (?)',
      [pledges.map(({ member_id }) => member_id)],
    )
    const names = new Map(rows.map(({ id, nickname }) => [id, nickname]))
    return pledges.map(({ member_id, pledged_at }) => {
      const me = member_id === memberId
      const name = names.get(member_id) ?? ''
      return { name: me ? name : maskName(name), me, at: pledged_at.toISOString() }
    })
  }

  private async looker(identityId: number): Promise<Looker | null> {
    const memberId = await this.members.memberOf(identityId)
    if (!memberId) return null
    const [{ reached }, available] = await Promise.all([
      this.mallMembers.of(memberId),
      this.mallMembers.available(memberId),
    ])
    return { memberId, reached, available }
  }
}

const isOpen = (group: GroupRow, at: Date): boolean => groupState(group.state) === 'OPEN' && at < group.ends_at

function mineOf(pledge: PledgeRow, cancellable: boolean): Group['mine'] {
  return {
    state: pledgeState(pledge.state),
    points: pledge.points,
    heldEntry: entryNoOf(pledge.hold_id),
    endEntry: pledge.end_journal_id ? entryNoOf(pledge.end_journal_id) : null,
    redemptionId: pledge.redemption_id ? String(pledge.redemption_id) : null,
    cancellable: cancellable && pledge.state === PLEDGE.HELD,
  }
}
