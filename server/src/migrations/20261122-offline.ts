import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Verification with no network: keys that sign what guests show, until when a signed code of a thing may be out there, and
 * what phones accepted and handed in afterwards.
 */
export class Offline1763770700002 implements MigrationInterface {
  name = 'Offline1763770700002'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  // Two processes that want a key at the same moment draw the same number, and the second takes the first one's.
  `CREATE TABLE offline_key (
    id INT NOT NULL, public_key BINARY(32) NOT NULL, sealed VARCHAR(300) NOT NULL, signs_from DATETIME(3) NOT NULL, signs_until DATETIME(3) NOT NULL,
    made_at DATETIME(3) NOT NULL, PRIMARY KEY (id), CONSTRAINT ck_offline_key_id CHECK (id BETWEEN 1 AND 65535))`,
  `CREATE TABLE offline_issue (
    code VARCHAR(12) NOT NULL, live_until DATETIME(3) NOT NULL,
    PRIMARY KEY (code), INDEX ix_offline_issue_live (live_until, code))`,
  `CREATE TABLE offline_verification (
    id BIGINT NOT NULL, store_id BIGINT NOT NULL, staff_id BIGINT NOT NULL, actor VARCHAR(84) NOT NULL, device_id VARCHAR(40) NOT NULL, seq INT NOT NULL,
    body_hash BINARY(32) NOT NULL, state TINYINT NOT NULL, kind TINYINT NOT NULL, subject VARCHAR(12) NOT NULL, name VARCHAR(40) NOT NULL, quantity SMALLINT NOT NULL,
    worth_fen BIGINT NOT NULL, accepted_at DATETIME(3) NOT NULL, skew_seconds INT NOT NULL, synced_at DATETIME(3) NOT NULL, over_allowance TINYINT NOT NULL,
    verification_id BIGINT NULL, serial_no VARCHAR(12) NULL, points BIGINT NULL, code VARCHAR(60) NULL, first_at DATETIME(3) NULL, first_store VARCHAR(80) NOT NULL,
    first_by VARCHAR(84) NOT NULL, first_serial VARCHAR(12) NULL, first_device VARCHAR(40) NULL, first_offline TINYINT NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_offline_verification_seq (staff_id, device_id, seq), INDEX ix_offline_verification_store (store_id, id),
    INDEX ix_offline_verification_state (state, id), INDEX ix_offline_verification_staff (staff_id, device_id, accepted_at),
    INDEX ix_offline_verification_use (verification_id),
    CONSTRAINT ck_offline_verification_state CHECK (state BETWEEN 1 AND 3), CONSTRAINT ck_offline_verification_quantity CHECK (quantity > 0))`,
]
