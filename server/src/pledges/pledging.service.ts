import { createHash, randomBytes } from 'node:crypto'
import type { GroupDefinition } from '@huitou/shared/pledges'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, type Tx } from '../db.js'
import type { Input } from '../http.js'
import type { Ids } from '../ids.js'
import { MallMembers } from '../mall/mall-members.service.js'
import type { Ground } from '../mall/mall-points.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { GroupOffers } from './group-offers.service.js'
import { PledgePoints } from './pledge-points.service.js'
import { type GroupRow, PledgeRows } from './pledge-rows.service.js'
import { endOf, GROUP, JOIN_REFUSALS, joinBar, OPEN_REFUSALS, openBar, PLEDGE } from './pledges.rules.js'
import { GroupSettling } from './settling.service.js'

type Body = Input<'POST /groups/:token/pledges'>['body']

interface Pledge {
  memberId: number
  key: string
  hash: Buffer
  definition: GroupDefinition
  reached: readonly string[]
  ground: Ground
}

const TOKEN_BYTES = 12

/**
 * Members open groups, join them and step back. The member's account is the turnstile, then the points are set aside, and
 * the group's row, which everybody who joins wants at once, comes last: it says who was first.
 */
@Injectable()
export class Pledging {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(MallMembers) private readonly members: MallMembers,
    @Inject(GroupOffers) private readonly offers: GroupOffers,
    @Inject(PledgePoints) private readonly points: PledgePoints,
    @Inject(PledgeRows) private readonly rows: PledgeRows,
    @Inject(GroupSettling) private readonly settling: GroupSettling,
  ) {}

  /**
   * Opens a group with its first pledge and answers its token; the same request gets the first answer. Refuses `group.*`,
   * `points.*`, `record.not_found`.
   */
  async open(memberId: number, code: string, body: Body): Promise<string> {
    const { row, definition } = await this.offers.get(code)
    const rewardVersion = await this.offers.rewardVersion(definition)
    const pledge = await this.pledgeOf(memberId, { code, body, definition })
    const id = await this.once(async tx => {
      await this.points.lock(tx, memberId)
      const before = await this.rows.byRequest(tx, pledge.key, pledge.hash)
      if (before) return before
      const now = this.clock.now()
      const pledged = await this.rows.pledged(tx, memberId, code)
      const standing = { isOpen: row.is_open === 1, left: row.left_count, at: now }
      const bar = openBar(definition, standing, { reached: pledge.reached, pledged })
      if (bar) throw new Refusal(OPEN_REFUSALS[bar], { limits: definition.limits })
      if (body.points !== definition.points) throw new Refusal('group.changed', { points: definition.points })
      const group: GroupRow = {
        id: this.ids.next(),
        token: randomBytes(TOKEN_BYTES).toString('base64url'),
        offer_code: code,
        version: row.version,
        reward_code: definition.reward,
        reward_version: rewardVersion,
        size: definition.size,
        points: definition.points,
        taken: 1,
        state: GROUP.OPEN,
        settled: 0,
        opened_at: now,
        ends_at: endOf(definition, now),
        ended_at: null,
      }
      await this.write(tx, pledge, group)
      await insert(tx, 'pledge_group', { ...group })
      await this.offers.take(tx, { code, version: row.version, size: definition.size })
      return group.id
    })
    return (await this.rows.groups([id])).get(id)!.token
  }

  /**
   * Joins a group; with the last seat it is full, and everybody's points are used before this answers, or by the worker.
   * Refuses `group.*`, `points.*`, `record.not_found`.
   */
  async join(memberId: number, token: string, body: Body): Promise<void> {
    const group = await this.rows.byToken(token)
    const { definition } = await this.offers.version(group.offer_code, group.version)
    const pledge = await this.pledgeOf(memberId, { code: token, body, definition })
    const full = await this.once(async tx => {
      await this.points.lock(tx, memberId)
      if (await this.rows.byRequest(tx, pledge.key, pledge.hash)) return false
      await this.assertMayJoin(tx, pledge, group)
      if (body.points !== group.points) throw new Refusal('group.changed', { points: group.points })
      await this.write(tx, pledge, group)
      const seat = await this.rows.takeSeat(tx, group.id)
      if (!seat.taken) throw new Refusal(seat.full ? 'group.full' : 'group.over')
      return seat.full
    })
    // What is decided is carried out now, or by the worker: the seat is theirs either way.
    if (full) await this.settling.settle(group.id).catch(() => undefined)
  }

  /** Steps back from a group that fills; again it changes nothing more. Refuses `group.not_cancellable`, `group.over`, `record.not_found`. */
  async cancel(memberId: number, token: string): Promise<void> {
    const group = await this.rows.byToken(token)
    const { definition } = await this.offers.version(group.offer_code, group.version)
    const own = (await this.rows.ofGroup(group.id)).filter(row => row.member_id === memberId).at(-1)
    if (!own) throw new Refusal('record.not_found')
    if (own.state === PLEDGE.CANCELLED) return
    if (!definition.cancellable) throw new Refusal('group.not_cancellable')
    const ground = await this.points.ground(group.reward_code)
    await this.db.transaction(async tx => {
      await this.points.lock(tx, memberId)
      const pledge = await this.rows.lock(tx, own.id)
      if (pledge.state === PLEDGE.CANCELLED) return
      const amount = {
        key: `pledge-cancel:${own.id}`,
        memberId,
        groupId: group.id,
        points: own.points,
        definition,
        ground,
      }
      const journalId =
        pledge.state === PLEDGE.HELD ? await this.points.release(tx, amount, own.hold_id, 'CANCELLED') : null
      const { left, empty } = await this.rows.leaveSeat(tx, group.id)
      if (pledge.state !== PLEDGE.HELD || !left) throw new Refusal('group.over')
      await this.rows.end(tx, own.id, { state: PLEDGE.CANCELLED, journalId })
      if (empty) await this.offers.putBack(tx, group.offer_code, group.size)
    })
  }

  /** Points set aside, and the row of the pledge. */
  private async write(tx: Tx, pledge: Pledge, group: GroupRow): Promise<void> {
    const { memberId, key, hash, definition, ground } = pledge
    const { points } = group
    const amount = { key, memberId, groupId: group.id, points, definition, ground }
    const holdId = await this.points.hold(tx, amount, group.ends_at)
    await insert(tx, 'pledge', {
      id: this.ids.next(),
      group_id: group.id,
      member_id: memberId,
      offer_code: group.offer_code,
      request_key: key,
      body_hash: hash,
      points,
      hold_id: holdId,
      state: PLEDGE.HELD,
      live_member: memberId,
      end_journal_id: null,
      redemption_id: null,
      pledged_at: this.clock.now(),
      ended_at: null,
    })
  }

  private async assertMayJoin(tx: Tx, { memberId, definition, reached }: Pledge, group: GroupRow): Promise<void> {
    const pledged = await this.rows.pledged(tx, memberId, group.offer_code)
    const all = await this.rows.ofGroup(group.id, tx)
    const isIn = all.some(row => row.member_id === memberId && row.state <= PLEDGE.USED)
    const { state, taken, size, ends_at } = group
    const standing = { state, taken, size, endsAt: ends_at, isIn, at: this.clock.now() }
    const bar = joinBar(definition, standing, { reached, pledged })
    if (bar) throw new Refusal(JOIN_REFUSALS[bar], { limits: definition.limits })
  }

  private async pledgeOf(
    memberId: number,
    { code, body, definition }: { code: string; body: Body; definition: GroupDefinition },
  ): Promise<Pledge> {
    const [{ reached }, ground] = await Promise.all([this.members.of(memberId), this.points.ground(definition.reward)])
    const digest = (text: string) => createHash('sha256').update(text).digest()
    const key = `pledge:${digest(`${memberId}:${body.requestId}`).toString('base64url')}`
    return { memberId, key, hash: digest(JSON.stringify([code, body.points])), definition, reached, ground }
  }

  /** The same member twice at the same moment: the second finds the first. */
  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.transaction(work).catch(error => {
      if (!isDuplicate(error)) throw error
      return this.db.transaction(work)
    })
  }
}
