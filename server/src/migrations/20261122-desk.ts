import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The desk: operators of one store, till keys that can be named, corrections by hand, lines that moved no points. */
export class Desk1763769850000 implements MigrationInterface {
  name = 'Desk1763769850000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `ALTER TABLE operator ADD COLUMN store_id BIGINT NULL, ADD COLUMN password_until DATETIME(3) NULL, ADD COLUMN disabled_at DATETIME(3) NULL`,
  `ALTER TABLE pos_key ADD COLUMN prefix VARCHAR(12) NOT NULL DEFAULT '', ADD COLUMN last_used_at DATETIME(3) NULL, ADD INDEX ix_pos_key_store (store_id, id)`,
  // WeChat's token may be 512 characters; sealed, it is longer by a third and the nonce and tag.
  `ALTER TABLE shared_token MODIFY value VARCHAR(1000) NOT NULL`,
  `ALTER TABLE adjust_request ADD COLUMN request_key VARCHAR(100) NULL, ADD COLUMN store_id BIGINT NULL, ADD COLUMN needs_approval TINYINT NOT NULL DEFAULT 1,
     ADD COLUMN free_points BIGINT NOT NULL DEFAULT 0, ADD COLUMN counted_on DATE NULL, ADD COLUMN decision_key VARCHAR(100) NULL, ADD COLUMN note VARCHAR(200) NOT NULL DEFAULT '',
     ADD COLUMN refusal VARCHAR(40) NULL, ADD COLUMN decided_at DATETIME(3) NULL,
     ADD UNIQUE INDEX uq_adjust_request (request_key), ADD INDEX ix_adjust_status (status, id), ADD INDEX ix_adjust_store (store_id, id)`,
  // What a maker may do alone stands in the row with the limit of that day, so that the database can hold it to it.
  `ALTER TABLE adjust_request DROP CONSTRAINT ck_adjust_done`,
  `ALTER TABLE adjust_request ADD CONSTRAINT ck_adjust_done CHECK (status <> 3 OR (journal_id IS NOT NULL AND (needs_approval = 0 OR checker_id IS NOT NULL)))`,
  `ALTER TABLE adjust_request ADD CONSTRAINT ck_adjust_free CHECK (needs_approval = 1 OR amount BETWEEN -free_points AND free_points)`,
  `ALTER TABLE adjust_request ADD CONSTRAINT ck_adjust_amount CHECK (amount <> 0)`,
  `CREATE TABLE adjust_day (
    operator_id BIGINT NOT NULL, day DATE NOT NULL, points BIGINT NOT NULL,
    PRIMARY KEY (operator_id, day), CONSTRAINT ck_adjust_day CHECK (points >= 0))`,
  `CREATE TABLE adjust_setting (
    id TINYINT NOT NULL, free_points BIGINT NOT NULL, daily_points BIGINT NOT NULL, valid_months SMALLINT NOT NULL, changed_at DATETIME(3) NOT NULL, changed_by VARCHAR(84) NOT NULL,
    PRIMARY KEY (id), CONSTRAINT ck_adjust_setting CHECK (id = 1 AND free_points >= 0 AND daily_points >= 0 AND valid_months > 0))`,
  `INSERT INTO adjust_setting (id, free_points, daily_points, valid_months, changed_at, changed_by) VALUES (1, 500, 2000, 24, '2026-11-22', 'migration')`,
  `CREATE TABLE quiet_entry (
    journal_id BIGINT NOT NULL, member_id BIGINT NOT NULL, version BIGINT NOT NULL,
    PRIMARY KEY (journal_id), INDEX ix_quiet_version (member_id, version))`,
  // Refunds of the past whose points had all lapsed get their line as well.
  `INSERT INTO quiet_entry (member_id, journal_id, version)
   SELECT b.member_id, r.journal_id, COALESCE((SELECT MAX(p.version) FROM posting p WHERE p.account_id = b.member_id + 1 AND p.journal_id < r.journal_id), 0)
   FROM refund r JOIN purchase b ON b.id = r.purchase_id JOIN journal j ON j.id = r.journal_id
   WHERE b.member_id IS NOT NULL AND r.points_taken = 0 AND r.debt_added = 0 AND j.points > 0`,
]
