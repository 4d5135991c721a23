import type { Ladder } from '@huitou/shared/tiers'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Tiers: ladders as published versions, where every member stands, how each came there, uses of limited rights, and the
 * queue of members to look at. Who is a member already starts on the lowest rung and is looked at from enrolment on.
 */
export class Tiers1763769900000 implements MigrationInterface {
  name = 'Tiers1763769900000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const growth = (points: number) => ({ growth: points, spendFen: null, visits: null, pointsUsed: null })
const BIRTHDAY = {
  code: 'BIRTHDAY_GIFT',
  name: { zh: '生日礼', en: 'Birthday gift' },
  limit: { uses: 1, per: 'YEAR' as const },
}
const delivery = (uses: number) => ({
  code: 'FREE_DELIVERY',
  name: { zh: '免配送费', en: 'Free delivery' },
  limit: { uses, per: 'MONTH' as const },
})
const PRIORITY = { code: 'PRIORITY_SEAT', name: { zh: '排队优先', en: 'Seated first' }, limit: null }
const TASTING = {
  code: 'TASTING',
  name: { zh: '新品试吃', en: 'New dish tasting' },
  limit: { uses: 2, per: 'YEAR' as const },
}

const FIRST: Ladder = {
  window: 'ROLLING',
  graceDays: 30,
  buyBackPoints: null,
  rungs: [
    { code: 'NORMAL', name: { zh: '普通', en: 'Member' }, threshold: growth(0), percent: 100, rights: [] },
    { code: 'SILVER', name: { zh: '银卡', en: 'Silver' }, threshold: growth(2_000), percent: 110, rights: [BIRTHDAY] },
    {
      code: 'GOLD',
      name: { zh: '金卡', en: 'Gold' },
      threshold: growth(6_000),
      percent: 125,
      rights: [BIRTHDAY, delivery(2), PRIORITY],
    },
    {
      code: 'BLACK',
      name: { zh: '黑金', en: 'Black' },
      threshold: growth(12_000),
      percent: 150,
      rights: [BIRTHDAY, delivery(4), PRIORITY, TASTING],
    },
  ],
}

const STATEMENTS = [
  `CREATE TABLE tier_ladder (
    version INT NOT NULL, definition TEXT NOT NULL, grandfather TINYINT NOT NULL, reason VARCHAR(200) NOT NULL, published_at DATETIME(3) NOT NULL,
    published_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (version), UNIQUE INDEX uq_tier_ladder_request (request_key))`,
  `INSERT INTO tier_ladder (version, definition, grandfather, reason, published_at, published_by, request_key, body_hash)
   VALUES (1, '${JSON.stringify(FIRST)}', 0, '默认等级', '2024-01-01', 'migration', 'migration', UNHEX(REPEAT('0', 64)))`,
  `CREATE TABLE member_tier (
    member_id BIGINT NOT NULL, tier_code VARCHAR(20) NOT NULL, since DATETIME(3) NOT NULL, decided_at DATETIME(3) NOT NULL, grace_until DATETIME(3) NULL,
    bought TINYINT NOT NULL DEFAULT 0, changes INT NOT NULL DEFAULT 0, ladder_version INT NOT NULL, next_at DATETIME(3) NOT NULL,
    PRIMARY KEY (member_id), INDEX ix_member_tier_code (tier_code, member_id), INDEX ix_member_tier_next (next_at, member_id),
    INDEX ix_member_tier_ladder (ladder_version, member_id), CONSTRAINT ck_member_tier CHECK (changes >= 0))`,
  `CREATE TABLE tier_change (
    id BIGINT NOT NULL, member_id BIGINT NOT NULL, seq INT NOT NULL, at DATETIME(3) NOT NULL, from_code VARCHAR(20) NOT NULL, to_code VARCHAR(20) NOT NULL,
    reason VARCHAR(16) NOT NULL, ladder_version INT NOT NULL, growth BIGINT NOT NULL, spend_fen BIGINT NOT NULL, visits INT NOT NULL, points_used BIGINT NOT NULL,
    grace_until DATETIME(3) NULL, journal_id BIGINT NULL, recorded_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_tier_change (member_id, seq), INDEX ix_tier_change_at (at, reason),
    CONSTRAINT ck_tier_change CHECK (seq > 0 AND (reason = 'BOUGHT_BACK') = (journal_id IS NOT NULL)))`,
  `CREATE TABLE tier_due (
    id BIGINT NOT NULL, member_id BIGINT NOT NULL, at DATETIME(3) NOT NULL, growth BIGINT NOT NULL,
    PRIMARY KEY (id), INDEX ix_tier_due_member (member_id, at))`,
  `CREATE TABLE right_use (
    id BIGINT NOT NULL, use_key VARCHAR(100) NOT NULL, member_id BIGINT NOT NULL, right_code VARCHAR(20) NOT NULL, period VARCHAR(7) NOT NULL, nth INT NOT NULL,
    used_at DATETIME(3) NOT NULL, PRIMARY KEY (id), UNIQUE INDEX uq_right_use_key (use_key), UNIQUE INDEX uq_right_use (member_id, right_code, period, nth))`,
  `INSERT INTO member_tier (member_id, tier_code, since, decided_at, ladder_version, next_at)
   SELECT id, 'NORMAL', enrolled_at, enrolled_at, 1, '9999-12-31' FROM member`,
  'INSERT INTO tier_due (id, member_id, at, growth) SELECT id, id, enrolled_at, 9007199254740991 FROM member',
]
