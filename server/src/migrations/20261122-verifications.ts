import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Verification: its records and what was undone, the settings that bound it, wrong codes, who looked at which member, and
 * two turnstiles: one to a person of the staff, one to a business day of a store. Vouchers may have several uses.
 */
export class Verifications1763770700001 implements MigrationInterface {
  name = 'Verifications1763770700001'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
    await runner.query(
      'INSERT INTO verification_setting (version, terms, reason, published_at, published_by, request_key, body_hash) VALUES (1, ?, ?, ?, ?, ?, ?)',
      [JSON.stringify(TERMS), '初始设置', new Date('2026-01-01T00:00:00.000Z'), '系统', 'first', Buffer.alloc(32)],
    )
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

/** As they were when verification came; what holds now is the newest version. */
const TERMS = {
  undoMinutes: 10,
  managerAboveFen: 20_000,
  perStaffPerHour: 120,
  perStaffPerDayWorthFen: 500_000,
  offline: { enabled: true, perHourCount: 20, perHourWorthFen: 50_000, perItemWorthFen: 20_000, tokenMinutes: 720 },
}

const STATEMENTS = [
  'ALTER TABLE voucher ADD COLUMN uses INT NOT NULL DEFAULT 1',
  'ALTER TABLE voucher ADD COLUMN uses_left INT NOT NULL DEFAULT 1',
  // So far a voucher had one use.
  'UPDATE voucher SET uses_left = 0 WHERE status = 2',
  'ALTER TABLE voucher ADD CONSTRAINT ck_voucher_uses CHECK (uses_left >= 0 AND uses_left <= uses AND (status <> 2 OR uses_left = 0))',
  'ALTER TABLE voucher_use ADD COLUMN quantity INT NOT NULL DEFAULT 1',
  `CREATE TABLE voucher_use_undo (
    use_id BIGINT NOT NULL, voucher_id BIGINT NOT NULL, quantity INT NOT NULL, actor VARCHAR(84) NOT NULL, undone_at DATETIME(3) NOT NULL,
    PRIMARY KEY (use_id), INDEX ix_voucher_use_undo_voucher (voucher_id))`,
  `CREATE TABLE verification (
    id BIGINT NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, kind TINYINT NOT NULL, item_id BIGINT NOT NULL, redemption_id BIGINT NULL,
    member_id BIGINT NOT NULL, store_id BIGINT NOT NULL, business_day VARCHAR(10) NOT NULL, serial INT NOT NULL, staff_id BIGINT NOT NULL, actor VARCHAR(84) NOT NULL,
    name_zh VARCHAR(60) NOT NULL, name_en VARCHAR(120) NOT NULL, value_zh VARCHAR(60) NOT NULL, value_en VARCHAR(120) NOT NULL,
    quantity INT NOT NULL, left_after INT NOT NULL, uses INT NOT NULL, discount_fen BIGINT NULL, worth_fen BIGINT NOT NULL,
    bill_fen BIGINT NULL, bill_no VARCHAR(32) NULL, note VARCHAR(100) NOT NULL, offline TINYINT NOT NULL,
    verified_at DATETIME(3) NOT NULL, recorded_at DATETIME(3) NOT NULL, undo_until DATETIME(3) NULL, manager_until DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_verification_request (request_key), UNIQUE INDEX uq_verification_serial (store_id, business_day, serial),
    INDEX ix_verification_store (store_id, id), INDEX ix_verification_item (kind, item_id, id), INDEX ix_verification_member (member_id, id),
    INDEX ix_verification_staff (staff_id, verified_at),
    CONSTRAINT ck_verification_quantity CHECK (quantity >= 1 AND left_after >= 0))`,
  `CREATE TABLE verification_void (
    verification_id BIGINT NOT NULL, id BIGINT NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, member_id BIGINT NOT NULL,
    store_id BIGINT NOT NULL, staff_id BIGINT NOT NULL, actor VARCHAR(84) NOT NULL, reason VARCHAR(100) NOT NULL, back VARCHAR(8) NOT NULL, voided_at DATETIME(3) NOT NULL,
    PRIMARY KEY (verification_id), UNIQUE INDEX uq_verification_void_request (request_key), INDEX ix_verification_void_member (member_id, id),
    INDEX ix_verification_void_store (store_id, voided_at))`,
  `CREATE TABLE verification_setting (
    version INT NOT NULL, terms TEXT NOT NULL, reason VARCHAR(200) NOT NULL, published_at DATETIME(3) NOT NULL, published_by VARCHAR(84) NOT NULL,
    request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (version), UNIQUE INDEX uq_verification_setting_request (request_key))`,
  // Whoever counts what a person has done holds that person's row.
  'CREATE TABLE verification_person (staff_id BIGINT NOT NULL, verified INT NOT NULL, PRIMARY KEY (staff_id))',
  `CREATE TABLE verification_day (
    store_id BIGINT NOT NULL, business_day VARCHAR(10) NOT NULL, last_serial INT NOT NULL,
    PRIMARY KEY (store_id, business_day))`,
  `CREATE TABLE verification_miss (
    id BIGINT NOT NULL, staff_id BIGINT NOT NULL, missed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), INDEX ix_verification_miss_staff (staff_id, missed_at))`,
  `CREATE TABLE member_look (
    id BIGINT NOT NULL, member_id BIGINT NOT NULL, staff_id BIGINT NOT NULL, store_id BIGINT NOT NULL, looked_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), INDEX ix_member_look_member (member_id, id), INDEX ix_member_look_staff (staff_id, looked_at))`,
]
