import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Bills at a table and paying them in the mini-program: what was set aside, what became of it, what refunds gave back, and
 * what points are worth. A bill may now come to nothing in money, because points and coupons have paid for all of it.
 */
export class Checkouts1763770600000 implements MigrationInterface {
  name = 'Checkouts1763770600000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  'ALTER TABLE purchase DROP CONSTRAINT ck_purchase',
  `ALTER TABLE purchase ADD CONSTRAINT ck_purchase CHECK (paid_fen >= 0 AND refunded_fen >= 0 AND refunded_fen <= paid_fen AND points >= 0 AND growth >= 0)`,
  // States: 1 open, 2 paid, 3 withdrawn, 4 settled at a till after all.
  `CREATE TABLE table_bill (
    id BIGINT NOT NULL, store_id BIGINT NOT NULL, bill_no VARCHAR(32) NOT NULL, table_id BIGINT NOT NULL, open_table_id BIGINT NULL,
    amount_fen BIGINT NOT NULL, items MEDIUMTEXT NOT NULL, table_size SMALLINT NULL, body_hash BINARY(32) NOT NULL, state TINYINT NOT NULL,
    revision BIGINT NOT NULL, checkout_id BIGINT NULL, opened_at DATETIME(3) NOT NULL, opened_by VARCHAR(40) NOT NULL,
    ended_at DATETIME(3) NULL, ended_by VARCHAR(40) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_table_bill (store_id, bill_no), UNIQUE INDEX uq_table_bill_open (open_table_id),
    INDEX ix_table_bill_table (table_id, revision), INDEX ix_table_bill_store (store_id, id),
    CONSTRAINT ck_table_bill CHECK (amount_fen > 0 AND state BETWEEN 1 AND 4 AND (state = 1) = (open_table_id IS NOT NULL)))`,
  // States: 1 open, 2 paid, 3 let go. Coupons, points and money make up the bill, to the fen.
  `CREATE TABLE checkout (
    id BIGINT NOT NULL, bill_id BIGINT NOT NULL, store_id BIGINT NOT NULL, member_id BIGINT NOT NULL, identity_id BIGINT NOT NULL,
    request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, amount_fen BIGINT NOT NULL, coupon_fen BIGINT NOT NULL, points BIGINT NOT NULL,
    points_fen BIGINT NOT NULL, payable_fen BIGINT NOT NULL, percent SMALLINT NOT NULL, setting_version INT NOT NULL, state TINYINT NOT NULL,
    let_go VARCHAR(10) NULL, hold_id BIGINT NULL, spend_id BIGINT NULL, purchase_id BIGINT NULL, order_id BIGINT NULL,
    begun_at DATETIME(3) NOT NULL, expires_at DATETIME(3) NOT NULL, ended_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_checkout_request (request_key), INDEX ix_checkout_bill (bill_id, state), INDEX ix_checkout_purchase (purchase_id),
    CONSTRAINT ck_checkout_sum CHECK (coupon_fen >= 0 AND points_fen >= 0 AND payable_fen >= 0 AND coupon_fen + points_fen + payable_fen = amount_fen),
    CONSTRAINT ck_checkout_state CHECK (state IN (1, 2, 3) AND (state = 2) = (purchase_id IS NOT NULL)))`,
  `CREATE TABLE checkout_coupon (
    checkout_id BIGINT NOT NULL, coupon_id BIGINT NOT NULL, off_fen BIGINT NOT NULL, name_zh VARCHAR(30) NOT NULL, name_en VARCHAR(60) NOT NULL,
    PRIMARY KEY (checkout_id, coupon_id), CONSTRAINT ck_checkout_coupon CHECK (off_fen >= 0))`,
  `CREATE TABLE checkout_step (
    checkout_id BIGINT NOT NULL, step VARCHAR(10) NOT NULL, at DATETIME(3) NOT NULL, who VARCHAR(40) NOT NULL, PRIMARY KEY (checkout_id, step))`,
  `CREATE TABLE checkout_refund (
    id BIGINT NOT NULL, checkout_id BIGINT NOT NULL, store_id BIGINT NOT NULL, refund_no VARCHAR(32) NOT NULL, amount_fen BIGINT NOT NULL,
    cash_fen BIGINT NOT NULL, points BIGINT NOT NULL, out_refund_no VARCHAR(64) NULL, recorded_by VARCHAR(40) NOT NULL, refunded_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_checkout_refund (store_id, refund_no), INDEX ix_checkout_refund_checkout (checkout_id),
    CONSTRAINT ck_checkout_refund CHECK (amount_fen > 0 AND cash_fen >= 0 AND points >= 0))`,
  `CREATE TABLE checkout_refund_share (
    refund_id BIGINT NOT NULL, source VARCHAR(16) NOT NULL, fen BIGINT NOT NULL, whole TINYINT NOT NULL, PRIMARY KEY (refund_id, source),
    CONSTRAINT ck_checkout_refund_share CHECK (fen >= 0))`,
  `CREATE TABLE offset_setting (
    version INT NOT NULL, enabled TINYINT NOT NULL, points INT NOT NULL, fen INT NOT NULL, cap_percent TINYINT NOT NULL, min_points INT NOT NULL,
    reason VARCHAR(200) NOT NULL, published_at DATETIME(3) NOT NULL, published_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (version), UNIQUE INDEX uq_offset_setting_request (request_key),
    CONSTRAINT ck_offset_setting CHECK (points > 0 AND fen > 0 AND cap_percent BETWEEN 1 AND 100 AND min_points > 0))`,
  `INSERT INTO offset_setting (version, enabled, points, fen, cap_percent, min_points, reason, published_at, published_by, request_key, body_hash)
   VALUES (1, 1, 100, 100, 50, 100, '默认设置', '2024-01-01', 'migration', 'migration', UNHEX(REPEAT('0', 64)))`,
]
