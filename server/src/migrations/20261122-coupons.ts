import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Coupons: definitions as published versions, batches with their stock, one row a coupon with where it stands, and what
 * happened to it as facts: steps, claims, uses, returns. Printed codes, offers to friends, and work over a whole batch.
 */
export class Coupons1763770300000 implements MigrationInterface {
  name = 'Coupons1763770300000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `CREATE TABLE coupon_version (
    code VARCHAR(40) NOT NULL, version INT NOT NULL, definition TEXT NOT NULL, reason VARCHAR(200) NOT NULL, published_at DATETIME(3) NOT NULL,
    published_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (code, version), UNIQUE INDEX uq_coupon_version_request (request_key))`,
  // What is left is taken by one conditional update, and never goes below zero.
  `CREATE TABLE coupon_batch (
    id BIGINT NOT NULL, code VARCHAR(40) NOT NULL, version INT NOT NULL, name VARCHAR(80) NOT NULL, source TINYINT NOT NULL, state TINYINT NOT NULL,
    stock INT NOT NULL, left_count INT NOT NULL, per_member SMALLINT NOT NULL, from_at DATETIME(3) NULL, until_at DATETIME(3) NULL,
    created_at DATETIME(3) NOT NULL, created_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_coupon_batch_request (request_key), INDEX ix_coupon_batch_code (code, id), INDEX ix_coupon_batch_open (source, state, id),
    CONSTRAINT ck_coupon_batch CHECK (left_count >= 0 AND left_count <= stock))`,
  `CREATE TABLE coupon (
    id BIGINT NOT NULL, code VARCHAR(12) NOT NULL, batch_id BIGINT NOT NULL, member_id BIGINT NOT NULL, first_member_id BIGINT NOT NULL, status TINYINT NOT NULL,
    issue_key VARCHAR(100) NOT NULL, issued_at DATETIME(3) NOT NULL, arrived_at DATETIME(3) NOT NULL, store_id BIGINT NULL, time_zone VARCHAR(40) NOT NULL,
    valid_from DATETIME(3) NOT NULL, expires_at DATETIME(3) NOT NULL, steps INT NOT NULL, lock_key VARCHAR(100) NULL, lock_purpose TINYINT NULL, lock_until DATETIME(3) NULL,
    use_id BIGINT NULL, given TINYINT NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_coupon_code (code), UNIQUE INDEX uq_coupon_issue (issue_key), INDEX ix_coupon_member (member_id, status, expires_at),
    INDEX ix_coupon_batch (batch_id, status, expires_at), INDEX ix_coupon_lock (status, lock_until), INDEX ix_coupon_ends (status, expires_at),
    CONSTRAINT ck_coupon_lock CHECK ((status = 2) = (lock_key IS NOT NULL AND lock_purpose IS NOT NULL AND lock_until IS NOT NULL)),
    CONSTRAINT ck_coupon_use CHECK ((status = 3) = (use_id IS NOT NULL)))`,
  `CREATE TABLE coupon_step (
    coupon_id BIGINT NOT NULL, seq INT NOT NULL, kind VARCHAR(12) NOT NULL, at DATETIME(3) NOT NULL, actor_kind VARCHAR(8) NOT NULL, actor VARCHAR(84) NOT NULL,
    store_id BIGINT NULL, step_key VARCHAR(100) NOT NULL, amount_fen BIGINT NOT NULL, note VARCHAR(200) NOT NULL,
    PRIMARY KEY (coupon_id, seq), CONSTRAINT ck_coupon_step CHECK (seq > 0 AND amount_fen >= 0))`,
  `CREATE TABLE coupon_claim (
    batch_id BIGINT NOT NULL, member_id BIGINT NOT NULL, nth INT NOT NULL, claim_key VARCHAR(100) NOT NULL, coupon_id BIGINT NOT NULL, claimed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (batch_id, member_id, nth), UNIQUE INDEX uq_coupon_claim (claim_key))`,
  `CREATE TABLE coupon_use (
    id BIGINT NOT NULL, coupon_id BIGINT NOT NULL, batch_id BIGINT NOT NULL, member_id BIGINT NOT NULL, use_key VARCHAR(100) NOT NULL, off_fen BIGINT NOT NULL,
    store_id BIGINT NOT NULL, actor VARCHAR(84) NOT NULL, used_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_coupon_use (use_key, coupon_id), INDEX ix_coupon_use_coupon (coupon_id), INDEX ix_coupon_use_batch (batch_id, used_at),
    CONSTRAINT ck_coupon_use_off CHECK (off_fen >= 0))`,
  `CREATE TABLE coupon_return (
    id BIGINT NOT NULL, use_id BIGINT NOT NULL, coupon_id BIGINT NOT NULL, batch_id BIGINT NOT NULL, return_key VARCHAR(100) NOT NULL, fen BIGINT NOT NULL,
    whole TINYINT NOT NULL, actor VARCHAR(84) NOT NULL, returned_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_coupon_return (return_key, use_id), INDEX ix_coupon_return_use (use_id), INDEX ix_coupon_return_batch (batch_id),
    CONSTRAINT ck_coupon_return CHECK (fen >= 0))`,
  `CREATE TABLE coupon_given (
    id BIGINT NOT NULL, coupon_id BIGINT NOT NULL, token_hash BINARY(32) NOT NULL, from_member_id BIGINT NOT NULL, to_member_id BIGINT NULL, request_key VARCHAR(100) NOT NULL,
    given_at DATETIME(3) NOT NULL, until_at DATETIME(3) NOT NULL, ended_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_coupon_given_token (token_hash), UNIQUE INDEX uq_coupon_given_request (request_key), INDEX ix_coupon_given_coupon (coupon_id, id),
    INDEX ix_coupon_given_from (from_member_id, id), CONSTRAINT ck_coupon_given CHECK (to_member_id IS NULL OR ended_at IS NOT NULL))`,
  `CREATE TABLE coupon_printed (
    code VARCHAR(32) NOT NULL, batch_id BIGINT NOT NULL, import_id BIGINT NOT NULL, coupon_id BIGINT NULL, redeemed_at DATETIME(3) NULL,
    PRIMARY KEY (code), INDEX ix_coupon_printed_batch (batch_id, coupon_id), CONSTRAINT ck_coupon_printed CHECK ((coupon_id IS NULL) = (redeemed_at IS NULL)))`,
  `CREATE TABLE coupon_import (
    id BIGINT NOT NULL, batch_id BIGINT NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, report MEDIUMTEXT NOT NULL, imported_at DATETIME(3) NOT NULL,
    imported_by VARCHAR(84) NOT NULL, PRIMARY KEY (id), UNIQUE INDEX uq_coupon_import (request_key))`,
  // A recall holds from its first moment by the batch's state; the rows are changed piece by piece behind it.
  `CREATE TABLE coupon_task (
    id BIGINT NOT NULL, batch_id BIGINT NOT NULL, kind VARCHAR(8) NOT NULL, until_at DATETIME(3) NULL, include_expired TINYINT NOT NULL, reason VARCHAR(200) NOT NULL,
    asked_by VARCHAR(84) NOT NULL, asked_at DATETIME(3) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, changed INT NOT NULL, after_id BIGINT NOT NULL,
    done_at DATETIME(3) NULL, PRIMARY KEY (id), UNIQUE INDEX uq_coupon_task (request_key), INDEX ix_coupon_task_open (done_at, id), INDEX ix_coupon_task_batch (batch_id, id),
    CONSTRAINT ck_coupon_task CHECK ((kind = 'EXTEND') = (until_at IS NOT NULL)))`,
  `CREATE TABLE coupon_view (
    member_id BIGINT NOT NULL, seen_at DATETIME(3) NOT NULL, PRIMARY KEY (member_id))`,
]
