import { randomInt } from 'node:crypto'
import { maskPhone } from '@huitou/shared/amounts'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { type Db, insert, insertAll, isDuplicate, type Sql, type Tx } from '../db.js'
import type { Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Accounts } from '../ledger/accounts.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS, WECHAT } from '../tokens.js'
import type { WechatClient } from '../wechat/wechat.client.js'
import { linkSamePerson } from './account-links.service.js'
import { checkDigit } from './codes.rules.js'
import { CONSENT_TEXTS, consentProblem } from './consents.rules.js'
import { MemberCards } from './member-cards.service.js'
import { MEMBER, type MemberRow } from './member-rows.service.js'
import { MemberTiers } from './member-tier.service.js'
import { Phones } from './phones.service.js'
import type { Birthday } from './profiles.rules.js'
import { asPhoneRefusal } from './wechat-refusals.service.js'

/** What is known of a new member. `key` makes the enrolment happen once. */
export interface NewMember {
  key: string
  phone: string | null
  nickname: string
  source: 'MINI_PROGRAM' | 'IMPORT' | 'DEMO'
  storeId: number | null
  enrolledAt: Date
  consents: { purpose: string; version: string }[]
  birthday?: Birthday | null
}

@Injectable()
export class Members {
  private readonly ofIdentity = new LRUCache<number, number>({ max: 100_000, ttl: 60_000 })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WECHAT) private readonly wechat: WechatClient,
    @Inject(Phones) private readonly phones: Phones,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(MemberCards) private readonly cards: MemberCards,
    @Inject(MemberTiers) private readonly tiers: MemberTiers,
  ) {}

  /** The member behind a WeChat identity, or null. */
  async memberOf(identityId: number): Promise<number | null> {
    const known = this.ofIdentity.get(identityId)
    if (known) return known
    const [row] = await this.db.query<{ member_id: number | null }>(
      'SELECT member_id FROM wechat_identity WHERE id = ?',
      [identityId],
    )
    if (row?.member_id) this.ofIdentity.set(identityId, row.member_id)
    return row?.member_id ?? null
  }

  /** One member, at most ten seconds old. Refuses `record.not_found`. */
  get(memberId: number): Promise<MemberRow> {
    return this.cards.get(memberId)
  }

  async byNumber(memberNo: string): Promise<MemberRow> {
    const [row] = await this.db.query<MemberRow>(`SELECT ${MEMBER} FROM member WHERE member_no = ?`, [memberNo])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  /** The member's own card, with balances of this moment. */
  card(memberId: number): Promise<Reply<'GET /member/card'>> {
    return this.cards.card(memberId)
  }

  /** What staff may see: no full phone, no history. */
  masked(memberId: number): ReturnType<MemberCards['masked']> {
    return this.cards.masked(memberId)
  }

  /**
   * Makes a member of a WeChat identity. Doing it again answers the same card. Refuses enrolment.consent_missing,
   * enrolment.consent_outdated, enrolment.phone_taken, wechat.phone_code_invalid, wechat.unavailable.
   */
  async enrol(
    identityId: number,
    body: Input<'POST /enrolments'>['body'],
    storeId: number | null,
  ): Promise<Reply<'POST /enrolments'>> {
    const existing = await this.memberOf(identityId)
    if (existing) return this.card(existing)
    const problem = consentProblem(body.consents)
    if (problem) throw new Refusal(problem === 'MISSING' ? 'enrolment.consent_missing' : 'enrolment.consent_outdated')
    const { phone, countryCode } = await this.wechat.phoneNumber(body.phoneCode).catch(asPhoneRefusal)
    if (countryCode !== '86') throw new Refusal('wechat.phone_not_supported')
    const member: NewMember = {
      key: `wx:${identityId}`,
      phone,
      nickname: body.nickname ?? `食客${phone.slice(-4)}`,
      source: 'MINI_PROGRAM',
      storeId,
      enrolledAt: this.clock.now(),
      consents: body.consents,
    }
    const memberId = await this.create(member, identityId)
    this.ofIdentity.set(identityId, memberId)
    return this.card(memberId)
  }

  /** Writes the member, the accounts and the consents in one transaction; a repeat of `key` answers the first id. */
  async create(
    member: NewMember,
    identityId: number | null = null,
    extra?: (tx: Tx, memberId: number) => Promise<void>,
  ): Promise<number> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const [id] = await this.db.transaction(tx =>
          this.insert(tx, [member], { identityId, extra: async (inside, [first]) => extra?.(inside, first!) }),
        )
        return id!
      } catch (error) {
        if (!isDuplicate(error)) throw error
        const [same] = await this.db.query<{ id: number }>('SELECT id FROM member WHERE enrol_key = ?', [member.key])
        if (same) return same.id
        if (member.phone && (await this.byPhone(member.phone))) throw new Refusal('enrolment.phone_taken')
        // The random member number was taken: try another.
        if (attempt >= 5) throw error
      }
    }
  }

  /**
   * Many at once, without WeChat accounts, in one transaction; ids in the same order. Where one of them is there already
   * they are made one by one, as above. `extra` is told whom the transaction makes.
   */
  async createAll(
    members: NewMember[],
    extra?: (tx: Tx, made: { id: number; key: string }[]) => Promise<void>,
  ): Promise<number[]> {
    try {
      return await this.db.transaction(tx =>
        this.insert(tx, members, {
          extra: (inside, ids) =>
            extra?.(
              inside,
              members.map(({ key }, at) => ({ id: ids[at]!, key })),
            ),
        }),
      )
    } catch (error) {
      if (!isDuplicate(error)) throw error
      const ids: number[] = []
      for (const member of members)
        ids.push(await this.create(member, null, async (tx, id) => extra?.(tx, [{ id, key: member.key }])))
      return ids
    }
  }

  async byPhone(phone: string): Promise<number | null> {
    const [row] = await this.db.query<{ id: number }>('SELECT id FROM member WHERE phone_hash = ?', [
      this.phones.lookup(phone),
    ])
    return row?.id ?? null
  }

  /** The full phone number. The caller keeps who asked and why. */
  async revealPhone(memberId: number): Promise<string> {
    const [row] = await this.db.query<{ phone_cipher: string | null }>('SELECT phone_cipher FROM member WHERE id = ?', [
      memberId,
    ])
    if (!row?.phone_cipher) throw new Refusal('record.not_found')
    return this.phones.open(row.phone_cipher, memberId)
  }

  async consents(memberId: number): Promise<Reply<'GET /member/consents'>> {
    const rows = await this.db.query<{ purpose: string; version: string; granted: number; at: Date }>(
      'SELECT purpose, version, granted, at FROM consent WHERE member_id = ? ORDER BY id DESC LIMIT 200',
      [memberId],
    )
    const items = CONSENT_TEXTS.map(({ purpose, version }) => {
      const last = rows.find(row => row.purpose === purpose)
      return {
        purpose,
        currentVersion: version,
        version: last?.version ?? version,
        granted: last?.granted === 1,
        at: last?.at.toISOString() ?? null,
      }
    })
    return { items }
  }

  /** Gives or withdraws one consent; every change is a row of its own. */
  async consent(
    memberId: number,
    body: Input<'POST /member/consents'>['body'],
  ): Promise<Reply<'POST /member/consents'>> {
    const text = CONSENT_TEXTS.find(known => known.purpose === body.purpose)
    if (body.granted && text?.version !== body.version) throw new Refusal('enrolment.consent_outdated')
    const row = this.consentRow(memberId, { ...body, at: this.clock.now() })
    await this.db.transaction(tx => insert(tx, 'consent', row))
    return this.consents(memberId)
  }

  private async insert(
    tx: Tx,
    members: NewMember[],
    more: { identityId?: number | null; extra?: (tx: Tx, memberIds: number[]) => Promise<void> | undefined },
  ): Promise<number[]> {
    const ids = members.map(() => this.ids.nextAligned())
    await insertAll(
      tx,
      'member',
      members.map((member, at) => this.rowOf(ids[at]!, member)),
    )
    await this.accounts.open(tx, ids)
    await this.tiers.open(
      tx,
      members.map(({ enrolledAt }, at) => ({ id: ids[at]!, enrolledAt })),
    )
    await insertAll(
      tx,
      'consent',
      members.flatMap(({ consents, enrolledAt }, at) =>
        consents.map(consent => this.consentRow(ids[at]!, { ...consent, granted: true, at: enrolledAt })),
      ),
    )
    if (more.identityId) {
      await tx.query('UPDATE wechat_identity SET member_id = ? WHERE id = ? AND member_id IS NULL', [
        ids[0],
        more.identityId,
      ])
      await linkSamePerson(tx, more.identityId)
    }
    await more.extra?.(tx, ids)
    return ids
  }

  private rowOf(id: number, { phone, ...member }: NewMember): Record<string, Sql> {
    const digits = `${randomInt(1, 10)}${String(randomInt(0, 100_000_000)).padStart(8, '0')}`
    return {
      id,
      member_no: digits + checkDigit(digits),
      nickname: member.nickname,
      phone_cipher: phone ? this.phones.seal(phone, id) : null,
      phone_hash: phone ? this.phones.lookup(phone) : null,
      phone_masked: phone ? maskPhone(phone) : '',
      phone_last4: phone ? phone.slice(-4) : '',
      source: member.source,
      source_store_id: member.storeId,
      enrol_key: member.key,
      enrolled_at: member.enrolledAt,
      birthday: member.birthday?.on ?? null,
      birthday_calendar: member.birthday?.calendar ?? null,
      birthday_set_at: member.birthday ? member.enrolledAt : null,
    }
  }

  private consentRow(
    memberId: number,
    consent: { purpose: string; version: string; granted: boolean; at: Date },
  ): Record<string, Sql> {
    const { purpose, version, granted, at } = consent
    return { id: this.ids.next(), member_id: memberId, purpose, version, granted: granted ? 1 : 0, at }
  }
}

/** How a member is named to strangers at the same table: "王*", "食*". */
export function maskName(nickname: string): string {
  return `${Array.from(nickname)[0] ?? ''}*`
}
