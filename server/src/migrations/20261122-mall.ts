import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The points mall: rewards as published versions with one row each for shelf and stock, exchanges with their steps,
 * vouchers with their uses, changes of stock by hand, and members who want to be told.
 */
export class Mall1763770620000 implements MigrationInterface {
  name = 'Mall1763770620000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `CREATE TABLE reward_version (
    code VARCHAR(40) NOT NULL, version INT NOT NULL, definition TEXT NOT NULL, reason VARCHAR(200) NOT NULL, published_at DATETIME(3) NOT NULL,
    published_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (code, version), UNIQUE INDEX uq_reward_version_request (request_key))`,
  // What is left is taken by one conditional update, and never goes below zero.
  `CREATE TABLE reward (
    code VARCHAR(40) NOT NULL, version INT NOT NULL, on_shelf TINYINT NOT NULL, sort INT NOT NULL, stock INT NOT NULL, left_count INT NOT NULL,
    PRIMARY KEY (code), INDEX ix_reward_shelf (on_shelf, sort, code),
    CONSTRAINT ck_reward_stock CHECK (left_count >= 0 AND left_count <= stock))`,
  `CREATE TABLE reward_stock_change (
    id BIGINT NOT NULL, code VARCHAR(40) NOT NULL, pieces INT NOT NULL, reason VARCHAR(200) NOT NULL, changed_at DATETIME(3) NOT NULL,
    changed_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_reward_stock_request (request_key), INDEX ix_reward_stock_code (code, id))`,
  `CREATE TABLE redemption (
    id BIGINT NOT NULL, request_key VARCHAR(80) NOT NULL, body_hash BINARY(32) NOT NULL, member_id BIGINT NOT NULL, code VARCHAR(40) NOT NULL, version INT NOT NULL,
    points BIGINT NOT NULL, cash_fen BIGINT NOT NULL, state TINYINT NOT NULL, hold_id BIGINT NULL, journal_id BIGINT NULL, payment_id BIGINT NULL,
    ordered_at DATETIME(3) NOT NULL, ended_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_redemption_request (request_key), INDEX ix_redemption_member (member_id, id),
    INDEX ix_redemption_limit (member_id, code, state, ordered_at), INDEX ix_redemption_code (code, state, ordered_at),
    CONSTRAINT ck_redemption_price CHECK (points >= 0 AND cash_fen >= 0 AND points + cash_fen > 0),
    CONSTRAINT ck_redemption_paid CHECK (cash_fen = 0 OR payment_id IS NOT NULL))`,
  `CREATE TABLE redemption_step (
    redemption_id BIGINT NOT NULL, kind VARCHAR(10) NOT NULL, at DATETIME(3) NOT NULL, actor VARCHAR(84) NOT NULL,
    PRIMARY KEY (redemption_id, kind))`,
  `CREATE TABLE redemption_coupon (
    redemption_id BIGINT NOT NULL, coupon_id BIGINT NOT NULL,
    PRIMARY KEY (redemption_id, coupon_id), UNIQUE INDEX uq_redemption_coupon (coupon_id))`,
  `CREATE TABLE voucher (
    id BIGINT NOT NULL, code VARCHAR(12) NOT NULL, redemption_id BIGINT NOT NULL, member_id BIGINT NOT NULL, status TINYINT NOT NULL, time_zone VARCHAR(40) NOT NULL,
    issued_at DATETIME(3) NOT NULL, expires_at DATETIME(3) NOT NULL, use_id BIGINT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_voucher_code (code), UNIQUE INDEX uq_voucher_redemption (redemption_id), INDEX ix_voucher_member (member_id, status, expires_at),
    CONSTRAINT ck_voucher_use CHECK ((status = 2) = (use_id IS NOT NULL)))`,
  `CREATE TABLE voucher_use (
    id BIGINT NOT NULL, voucher_id BIGINT NOT NULL, use_key VARCHAR(100) NOT NULL, store_id BIGINT NOT NULL, actor VARCHAR(84) NOT NULL, used_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_voucher_use (use_key), INDEX ix_voucher_use_voucher (voucher_id))`,
  `CREATE TABLE reward_wish (
    code VARCHAR(40) NOT NULL, member_id BIGINT NOT NULL, id BIGINT NOT NULL, wished_at DATETIME(3) NOT NULL,
    PRIMARY KEY (code, member_id), INDEX ix_reward_wish_member (member_id))`,
]
