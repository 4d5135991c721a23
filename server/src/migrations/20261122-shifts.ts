import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Shifts of the staff, and the reports they were closed with. */
export class Shifts1763770700006 implements MigrationInterface {
  name = 'Shifts1763770700006'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  // A person has one open shift: the column is empty once it is closed.
  `CREATE TABLE shift (
    id BIGINT NOT NULL, request_key VARCHAR(100) NOT NULL, staff_id BIGINT NOT NULL, open_staff_id BIGINT NULL, store_id BIGINT NOT NULL,
    actor VARCHAR(84) NOT NULL, staff_no VARCHAR(20) NOT NULL, business_day VARCHAR(10) NOT NULL, opened_at DATETIME(3) NOT NULL, ends_at DATETIME(3) NOT NULL,
    closed_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_shift_request (request_key), UNIQUE INDEX uq_shift_open (open_staff_id),
    INDEX ix_shift_staff (staff_id, id), INDEX ix_shift_store (store_id, id), INDEX ix_shift_ends (closed_at, ends_at),
    CONSTRAINT ck_shift_open CHECK ((closed_at IS NULL) = (open_staff_id IS NOT NULL)))`,
  `CREATE TABLE shift_report (
    shift_id BIGINT NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, automatic TINYINT NOT NULL, note VARCHAR(200) NOT NULL,
    report MEDIUMTEXT NOT NULL, closed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (shift_id), UNIQUE INDEX uq_shift_report_request (request_key))`,
  // Reports look for what was recorded and undone in a span of time.
  'CREATE INDEX ix_verification_recorded ON verification (store_id, recorded_at)',
]
