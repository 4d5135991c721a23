import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Lotteries paid with points: pools as published versions, prizes with their stock, a sealed seed for each day with the
 * number of draws made under it, and the draws. A reward may now be won: its exchange says where it came from, and what is
 * won takes neither points nor money.
 */
export class Draws1763770620003 implements MigrationInterface {
  name = 'Draws1763770620003'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `ALTER TABLE redemption ADD COLUMN source VARCHAR(8) NOT NULL DEFAULT 'MALL'`,
  'ALTER TABLE redemption DROP CONSTRAINT ck_redemption_price',
  `ALTER TABLE redemption ADD CONSTRAINT ck_redemption_price CHECK (points >= 0 AND cash_fen >= 0 AND (points + cash_fen > 0 OR source <> 'MALL'))`,
  `CREATE TABLE draw_pool_version (
    code VARCHAR(40) NOT NULL, version INT NOT NULL, definition TEXT NOT NULL, reason VARCHAR(200) NOT NULL, published_at DATETIME(3) NOT NULL,
    published_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (code, version), UNIQUE INDEX uq_draw_pool_version_request (request_key))`,
  `CREATE TABLE draw_pool (
    code VARCHAR(40) NOT NULL, version INT NOT NULL, is_open TINYINT NOT NULL, sort INT NOT NULL,
    PRIMARY KEY (code), INDEX ix_draw_pool_open (is_open, sort, code))`,
  // What is left is taken by one conditional update, and never goes below zero. Prizes without end have no row.
  `CREATE TABLE draw_prize (
    pool_code VARCHAR(40) NOT NULL, code VARCHAR(20) NOT NULL, stock INT NOT NULL, left_count INT NOT NULL,
    PRIMARY KEY (pool_code, code), CONSTRAINT ck_draw_prize CHECK (left_count >= 0 AND left_count <= stock))`,
  `CREATE TABLE draw_seed (
    pool_code VARCHAR(40) NOT NULL, day VARCHAR(10) NOT NULL, sealed VARCHAR(200) NOT NULL, sha256 VARCHAR(64) NOT NULL, made_at DATETIME(3) NOT NULL,
    PRIMARY KEY (pool_code, day))`,
  `CREATE TABLE draw_day (
    pool_code VARCHAR(40) NOT NULL, day VARCHAR(10) NOT NULL, drawn INT NOT NULL,
    PRIMARY KEY (pool_code, day))`,
  `CREATE TABLE draw (
    id BIGINT NOT NULL, request_key VARCHAR(80) NOT NULL, body_hash BINARY(32) NOT NULL, member_id BIGINT NOT NULL, pool_code VARCHAR(40) NOT NULL, version INT NOT NULL,
    day VARCHAR(10) NOT NULL, number INT NOT NULL, ticket INT NOT NULL, landed VARCHAR(20) NOT NULL, given VARCHAR(20) NOT NULL, kind VARCHAR(8) NOT NULL, points BIGINT NOT NULL, points_won BIGINT NOT NULL,
    spend_journal_id BIGINT NOT NULL, prize_journal_id BIGINT NULL, redemption_id BIGINT NULL, coupon_id BIGINT NULL, drawn_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_draw_request (request_key), UNIQUE INDEX uq_draw_number (pool_code, day, number), UNIQUE INDEX uq_draw_redemption (redemption_id),
    INDEX ix_draw_member (member_id, id), INDEX ix_draw_limit (member_id, pool_code, day), INDEX ix_draw_prize (pool_code, given))`,
]
