import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Checkouts at tills: what a till reserves and commits stands beside the checkout that sets things aside, which has no bill
 * at a table then. Keys of tills can sign requests, so a sealed copy is kept beside the hash, and nonces are kept for as
 * long as a signature is good.
 */
export class TillCheckouts1763770700005 implements MigrationInterface {
  name = 'TillCheckouts1763770700005'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  'ALTER TABLE checkout MODIFY bill_id BIGINT NULL',
  'ALTER TABLE checkout MODIFY identity_id BIGINT NULL',
  'CREATE INDEX ix_checkout_refund_day ON checkout_refund (store_id, refunded_at)',
  // A bill has one reservation that is open: open_bill_no and open_until are empty once it has ended.
  `CREATE TABLE till_checkout (
    checkout_id BIGINT NOT NULL, store_id BIGINT NOT NULL, reserve_key VARCHAR(64) NOT NULL, bill_no VARCHAR(32) NOT NULL,
    open_bill_no VARCHAR(32) NULL, open_until DATETIME(3) NULL, table_id BIGINT NULL, items MEDIUMTEXT NOT NULL, table_size SMALLINT NULL,
    tier_price TINYINT NOT NULL, channel TINYINT NOT NULL, reserved_at DATETIME(3) NOT NULL, reserved_by VARCHAR(40) NOT NULL, staff_id BIGINT NULL, line_shares TEXT NOT NULL,
    commit_hash BINARY(32) NULL, paid_fen BIGINT NULL, paid_at DATETIME(3) NULL, committed_by VARCHAR(40) NULL,
    PRIMARY KEY (checkout_id), UNIQUE INDEX uq_till_checkout (store_id, reserve_key), UNIQUE INDEX uq_till_checkout_open (store_id, open_bill_no),
    INDEX ix_till_checkout_until (open_until), INDEX ix_till_checkout_paid (store_id, paid_at),
    INDEX ix_till_checkout_day (store_id, reserved_at),
    CONSTRAINT ck_till_checkout CHECK (channel IN (1, 2) AND (open_bill_no IS NULL) = (open_until IS NULL) AND (paid_fen IS NULL OR paid_fen >= 0)
      AND (commit_hash IS NULL) = (paid_fen IS NULL) AND (commit_hash IS NULL) = (paid_at IS NULL)))`,
  `CREATE TABLE till_payment (
    checkout_id BIGINT NOT NULL, seq SMALLINT NOT NULL, method VARCHAR(10) NOT NULL, fen BIGINT NOT NULL, reference VARCHAR(64) NOT NULL,
    PRIMARY KEY (checkout_id, seq), CONSTRAINT ck_till_payment CHECK (fen > 0))`,
  `CREATE TABLE till_return_line (
    checkout_id BIGINT NOT NULL, refund_no VARCHAR(32) NOT NULL, line SMALLINT NOT NULL, quantity INT NOT NULL, fen BIGINT NOT NULL,
    PRIMARY KEY (checkout_id, refund_no, line), CONSTRAINT ck_till_return_line CHECK (quantity > 0 AND fen >= 0))`,
  `CREATE TABLE till_setting (
    version INT NOT NULL, hold_minutes TINYINT NOT NULL, reason VARCHAR(200) NOT NULL, published_at DATETIME(3) NOT NULL,
    published_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (version), UNIQUE INDEX uq_till_setting_request (request_key), CONSTRAINT ck_till_setting CHECK (hold_minutes BETWEEN 5 AND 15))`,
  `INSERT INTO till_setting (version, hold_minutes, reason, published_at, published_by, request_key, body_hash)
   VALUES (1, 10, '默认设置', '2024-01-01', 'migration', 'migration', UNHEX(REPEAT('0', 64)))`,
  'ALTER TABLE pos_key ADD COLUMN sealed_key VARCHAR(255) NULL, ADD COLUMN signed_only TINYINT NOT NULL DEFAULT 0',
  `CREATE TABLE pos_nonce (
    key_id BIGINT NOT NULL, nonce VARCHAR(64) NOT NULL, seen_at DATETIME(3) NOT NULL, PRIMARY KEY (key_id, nonce), INDEX ix_pos_nonce_seen (seen_at))`,
]
