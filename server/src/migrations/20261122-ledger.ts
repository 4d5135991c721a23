import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The whole ledger from the first day: immutable facts (journal, posting, lot_alloc), caches that the invariants rebuild
 * and compare (account, lot, hold, reversal_cap), and the tables that sealing, approval and month-end will fill.
 * Portable DDL: no triggers, procedures or foreign keys, which distributed engines lack; invariants find orphans.
 */
export class Ledger1763769600000 implements MigrationInterface {
  name = 'Ledger1763769600000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `CREATE TABLE currency (
    id SMALLINT NOT NULL, code VARCHAR(16) NOT NULL, kind TINYINT NOT NULL, spendable TINYINT NOT NULL, expires TINYINT NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_currency_code (code))`,
  `INSERT INTO currency (id, code, kind, spendable, expires) VALUES (1, 'POINTS', 1, 1, 1), (2, 'GROWTH', 2, 0, 0)`,
  `CREATE TABLE account (
    id BIGINT NOT NULL, currency_id SMALLINT NOT NULL, owner_type TINYINT NOT NULL, owner_id BIGINT NOT NULL,
    pending BIGINT NOT NULL DEFAULT 0, available BIGINT NOT NULL DEFAULT 0, held BIGINT NOT NULL DEFAULT 0, debt BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 0, head_hash BINARY(32) NOT NULL, next_event_at DATETIME(3) NOT NULL, frozen TINYINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id), UNIQUE INDEX uq_account_owner (owner_type, owner_id, currency_id), INDEX ix_account_due (next_event_at, id),
    CONSTRAINT ck_account CHECK (pending >= 0 AND available >= 0 AND held >= 0 AND debt >= 0 AND (available = 0 OR debt = 0)))`,
  `CREATE TABLE lot (
    id BIGINT NOT NULL, account_id BIGINT NOT NULL, issuer_id BIGINT NOT NULL, cohort INT NOT NULL, source SMALLINT NOT NULL,
    restriction_id BIGINT NOT NULL DEFAULT 0, available_at DATETIME(3) NOT NULL, expires_at DATETIME(3) NOT NULL, state TINYINT NOT NULL,
    granted BIGINT NOT NULL, remaining BIGINT NOT NULL, held BIGINT NOT NULL, spent BIGINT NOT NULL, expired BIGINT NOT NULL, clawed BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE INDEX uq_lot_merge (account_id, expires_at, available_at, issuer_id, cohort, source, restriction_id),
    INDEX ix_lot_spend (account_id, state, expires_at, id), INDEX ix_lot_due (state, expires_at, account_id),
    CONSTRAINT ck_lot_sum CHECK (granted = remaining + held + spent + expired + clawed),
    CONSTRAINT ck_lot_parts CHECK (remaining >= 0 AND held >= 0 AND spent >= 0 AND expired >= 0 AND clawed >= 0),
    CONSTRAINT ck_lot_time CHECK (available_at < expires_at))`,
  `CREATE TABLE journal (
    id BIGINT NOT NULL, idem_key VARCHAR(80) NOT NULL, req_hash BINARY(32) NOT NULL, kind TINYINT NOT NULL, outcome SMALLINT NOT NULL,
    brand_id BIGINT NOT NULL, store_id BIGINT NULL, biz_type TINYINT NOT NULL, biz_id VARCHAR(64) NOT NULL,
    reverses_id BIGINT NULL, hold_id BIGINT NULL, approval_id BIGINT NULL, operator_id BIGINT NULL,
    points BIGINT NOT NULL, growth BIGINT NOT NULL, explanation TEXT NOT NULL,
    occurred_at DATETIME(3) NOT NULL, posted_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_journal_key (idem_key), INDEX ix_journal_reverses (reverses_id), INDEX ix_journal_posted (posted_at),
    CONSTRAINT ck_journal CHECK (points >= 0 AND growth >= 0 AND outcome >= 0))`,
  `CREATE TABLE posting (
    journal_id BIGINT NOT NULL, seq TINYINT NOT NULL, account_id BIGINT NOT NULL, currency_id SMALLINT NOT NULL, bucket TINYINT NOT NULL,
    amount BIGINT NOT NULL, version BIGINT NULL, balance_after BIGINT NULL, hash BINARY(32) NULL,
    PRIMARY KEY (journal_id, seq), UNIQUE INDEX uq_posting_version (account_id, version),
    CONSTRAINT ck_posting_amount CHECK (amount <> 0 AND amount BETWEEN -9007199254740991 AND 9007199254740991),
    CONSTRAINT ck_posting_version CHECK ((bucket = 0) = (version IS NULL)))`,
  `CREATE TABLE lot_alloc (
    journal_id BIGINT NOT NULL, lot_id BIGINT NOT NULL, part TINYINT NOT NULL, amount BIGINT NOT NULL,
    PRIMARY KEY (journal_id, lot_id, part), INDEX ix_lot_alloc_lot (lot_id), CONSTRAINT ck_lot_alloc CHECK (amount <> 0))`,
  `CREATE TABLE hold (
    id BIGINT NOT NULL, account_id BIGINT NOT NULL, journal_id BIGINT NOT NULL, amount BIGINT NOT NULL,
    captured BIGINT NOT NULL DEFAULT 0, released BIGINT NOT NULL DEFAULT 0, status TINYINT NOT NULL, expires_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_hold_journal (journal_id), INDEX ix_hold_account (account_id, status), INDEX ix_hold_due (status, expires_at, id),
    CONSTRAINT ck_hold CHECK (amount > 0 AND captured >= 0 AND released >= 0 AND captured + released <= amount),
    CONSTRAINT ck_hold_closed CHECK (status = 1 OR captured + released = amount))`,
  `CREATE TABLE reversal_cap (
    journal_id BIGINT NOT NULL, currency_id SMALLINT NOT NULL, amount BIGINT NOT NULL, reversed BIGINT NOT NULL,
    PRIMARY KEY (journal_id, currency_id), CONSTRAINT ck_reversal_cap CHECK (reversed >= 0 AND reversed <= amount))`,
  `CREATE TABLE adjust_request (
    id BIGINT NOT NULL, account_id BIGINT NOT NULL, amount BIGINT NOT NULL, reason VARCHAR(200) NOT NULL, maker_id BIGINT NOT NULL,
    checker_id BIGINT NULL, status TINYINT NOT NULL, journal_id BIGINT NULL, created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_adjust_journal (journal_id),
    CONSTRAINT ck_adjust CHECK (checker_id IS NULL OR checker_id <> maker_id),
    CONSTRAINT ck_adjust_done CHECK (status <> 3 OR (checker_id IS NOT NULL AND journal_id IS NOT NULL)))`,
  `CREATE TABLE outbox (
    id BIGINT NOT NULL, topic VARCHAR(48) NOT NULL, subject_id BIGINT NOT NULL, payload TEXT NOT NULL, attempts SMALLINT NOT NULL DEFAULT 0,
    next_at DATETIME(3) NOT NULL, PRIMARY KEY (id), INDEX ix_outbox_next (next_at, id))`,
  `CREATE TABLE inbox (
    consumer VARCHAR(48) NOT NULL, message_id VARCHAR(80) NOT NULL, done_at DATETIME(3) NOT NULL, PRIMARY KEY (consumer, message_id))`,
  'CREATE TABLE seal_queue (journal_id BIGINT NOT NULL, PRIMARY KEY (journal_id))',
  `CREATE TABLE seal_block (
    seq BIGINT NOT NULL, items INT NOT NULL, prev_hash BINARY(32) NOT NULL, hash BINARY(32) NOT NULL, sealed_at DATETIME(3) NOT NULL,
    anchor VARCHAR(200) NULL, PRIMARY KEY (seq))`,
  `CREATE TABLE seal_item (journal_id BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (journal_id), INDEX ix_seal_item_block (seq))`,
  `CREATE TABLE liability_day (
    currency_id SMALLINT NOT NULL, issuer_id BIGINT NOT NULL, cohort INT NOT NULL, day DATE NOT NULL, opening BIGINT NOT NULL, issued BIGINT NOT NULL,
    redeemed BIGINT NOT NULL, expired BIGINT NOT NULL, clawed BIGINT NOT NULL, restored BIGINT NOT NULL, closing BIGINT NOT NULL,
    PRIMARY KEY (currency_id, issuer_id, cohort, day),
    CONSTRAINT ck_liability CHECK (closing = opening + issued - redeemed - expired - clawed + restored))`,
  `INSERT INTO account (id, currency_id, owner_type, owner_id, head_hash, next_event_at)
   SELECT c.id * 100 + r.role, c.id, 2, r.role, UNHEX(REPEAT('0', 64)), '9999-12-31'
   FROM currency c JOIN (SELECT 1 AS role UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5) r`,
]
