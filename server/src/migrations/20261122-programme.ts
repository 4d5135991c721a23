import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Who earns where and why: sessions, members, stores, operators, rules and purchases, beside the ledger. */
export class Programme1763769700000 implements MigrationInterface {
  name = 'Programme1763769700000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `CREATE TABLE id_node (
    node TINYINT NOT NULL, holder VARCHAR(64) NOT NULL, until DATETIME(3) NOT NULL, PRIMARY KEY (node))`,
  `CREATE TABLE job_lease (
    name VARCHAR(40) NOT NULL, holder VARCHAR(64) NOT NULL, until DATETIME(3) NOT NULL, PRIMARY KEY (name))`,
  `CREATE TABLE shared_token (
    name VARCHAR(64) NOT NULL, value VARCHAR(600) NOT NULL, expires_at DATETIME(3) NOT NULL, PRIMARY KEY (name))`,
  `CREATE TABLE session (
    id BIGINT NOT NULL, kind TINYINT NOT NULL, subject_id BIGINT NOT NULL, refresh_hash BINARY(32) NOT NULL, previous_hash BINARY(32) NULL,
    created_at DATETIME(3) NOT NULL, rotated_at DATETIME(3) NOT NULL, expires_at DATETIME(3) NOT NULL, revoked_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_session_refresh (refresh_hash), INDEX ix_session_previous (previous_hash), INDEX ix_session_subject (kind, subject_id))`,
  `CREATE TABLE wechat_identity (
    id BIGINT NOT NULL, app_id VARCHAR(32) NOT NULL, openid VARCHAR(64) NOT NULL, unionid VARCHAR(64) NULL, member_id BIGINT NULL,
    created_at DATETIME(3) NOT NULL, last_login_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_identity_openid (app_id, openid), INDEX ix_identity_member (member_id), INDEX ix_identity_unionid (unionid))`,
  `CREATE TABLE member (
    id BIGINT NOT NULL, member_no VARCHAR(12) NOT NULL, nickname VARCHAR(40) NOT NULL, phone_cipher VARCHAR(120) NULL, phone_hash BINARY(32) NULL,
    phone_masked VARCHAR(20) NOT NULL, phone_last4 VARCHAR(4) NOT NULL, source VARCHAR(20) NOT NULL, source_store_id BIGINT NULL,
    enrol_key VARCHAR(80) NOT NULL, enrolled_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_member_no (member_no), UNIQUE INDEX uq_member_phone (phone_hash), UNIQUE INDEX uq_member_enrol (enrol_key),
    INDEX ix_member_last4 (phone_last4, id), INDEX ix_member_nickname (nickname, id), INDEX ix_member_enrolled (enrolled_at, id))`,
  `CREATE TABLE external_card (
    brand_id BIGINT NOT NULL, card_no VARCHAR(64) NOT NULL, member_id BIGINT NOT NULL, PRIMARY KEY (brand_id, card_no), INDEX ix_card_member (member_id))`,
  `CREATE TABLE consent (
    id BIGINT NOT NULL, member_id BIGINT NOT NULL, purpose VARCHAR(20) NOT NULL, version VARCHAR(20) NOT NULL, granted TINYINT NOT NULL, at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), INDEX ix_consent_member (member_id, id))`,
  `CREATE TABLE member_code_use (
    member_id BIGINT NOT NULL, window_no BIGINT NOT NULL, used_at DATETIME(3) NOT NULL, store_id BIGINT NOT NULL, used_by VARCHAR(40) NOT NULL,
    PRIMARY KEY (member_id, window_no), INDEX ix_code_use_at (used_at))`,
  'CREATE TABLE brand (id BIGINT NOT NULL, name VARCHAR(40) NOT NULL, PRIMARY KEY (id))',
  `INSERT INTO brand (id, name) VALUES (1, '回头')`,
  `CREATE TABLE store (
    id BIGINT NOT NULL, brand_id BIGINT NOT NULL, code VARCHAR(20) NOT NULL, name VARCHAR(40) NOT NULL, address VARCHAR(120) NOT NULL, phone VARCHAR(20) NOT NULL,
    time_zone VARCHAR(40) NOT NULL, day_cut_off VARCHAR(5) NOT NULL, open_hours VARCHAR(60) NOT NULL, latitude DOUBLE NULL, longitude DOUBLE NULL,
    created_at DATETIME(3) NOT NULL, PRIMARY KEY (id), UNIQUE INDEX uq_store_code (code))`,
  `CREATE TABLE dining_table (
    id BIGINT NOT NULL, store_id BIGINT NOT NULL, name VARCHAR(20) NOT NULL, enabled TINYINT NOT NULL, scene VARCHAR(32) NOT NULL, issued_at DATETIME(3) NOT NULL,
    scans INT NOT NULL DEFAULT 0,
    PRIMARY KEY (id), UNIQUE INDEX uq_table_name (store_id, name), UNIQUE INDEX uq_table_scene (scene))`,
  `CREATE TABLE table_session (
    id BIGINT NOT NULL, table_id BIGINT NOT NULL, store_id BIGINT NOT NULL, open_table_id BIGINT NULL, opened_at DATETIME(3) NOT NULL, closed_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_session_open (open_table_id), INDEX ix_table_session_table (table_id, opened_at))`,
  `CREATE TABLE table_visit (
    id BIGINT NOT NULL, session_id BIGINT NOT NULL, member_id BIGINT NOT NULL, open_member_id BIGINT NULL, joined_at DATETIME(3) NOT NULL, left_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_visit_open (open_member_id), INDEX ix_visit_session (session_id, joined_at))`,
  `CREATE TABLE staff (
    id BIGINT NOT NULL, staff_no VARCHAR(12) NOT NULL, store_id BIGINT NOT NULL, name VARCHAR(20) NOT NULL, role VARCHAR(20) NOT NULL, invite_hash BINARY(32) NULL,
    invite_until DATETIME(3) NULL, identity_id BIGINT NULL, bound_at DATETIME(3) NULL, revoked_at DATETIME(3) NULL, created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_staff_no (staff_no), UNIQUE INDEX uq_staff_identity (identity_id), UNIQUE INDEX uq_staff_invite (invite_hash),
    INDEX ix_staff_store (store_id))`,
  `CREATE TABLE pos_key (
    id BIGINT NOT NULL, store_id BIGINT NOT NULL, name VARCHAR(40) NOT NULL, key_hash BINARY(32) NOT NULL, created_at DATETIME(3) NOT NULL, revoked_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_pos_key (key_hash))`,
  `CREATE TABLE operator (
    id BIGINT NOT NULL, username VARCHAR(40) NOT NULL, name VARCHAR(40) NOT NULL, role VARCHAR(20) NOT NULL, password_hash VARCHAR(200) NOT NULL,
    totp_cipher VARCHAR(200) NULL, totp_enabled TINYINT NOT NULL, totp_last_step BIGINT NULL, failures INT NOT NULL, locked_until DATETIME(3) NULL,
    last_login_at DATETIME(3) NULL, previous_login_at DATETIME(3) NULL, created_at DATETIME(3) NOT NULL, PRIMARY KEY (id), UNIQUE INDEX uq_operator_username (username))`,
  `CREATE TABLE audit_log (
    id BIGINT NOT NULL, at DATETIME(3) NOT NULL, operator_id BIGINT NOT NULL, who VARCHAR(84) NOT NULL, action VARCHAR(40) NOT NULL, target VARCHAR(80) NOT NULL,
    detail VARCHAR(400) NOT NULL, PRIMARY KEY (id), INDEX ix_audit_target (target, id))`,
  `CREATE TABLE rule_version (
    id BIGINT NOT NULL, code VARCHAR(40) NOT NULL, version INT NOT NULL, definition TEXT NOT NULL, published_at DATETIME(3) NOT NULL, published_by VARCHAR(40) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_rule_version (code, version))`,
  `INSERT INTO rule_version (id, code, version, definition, published_at, published_by)
   VALUES (1, 'purchase', 1, '{"rate":{"points":1,"fen":100},"growth":{"points":1,"fen":100},"validMonths":24}', '2024-01-01', 'migration')`,
  `CREATE TABLE product (
    id BIGINT NOT NULL, brand_id BIGINT NOT NULL, name VARCHAR(80) NOT NULL, name_key VARCHAR(80) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_product_name (brand_id, name_key))`,
  `CREATE TABLE purchase (
    id BIGINT NOT NULL, store_id BIGINT NOT NULL, bill_no VARCHAR(80) NOT NULL, member_id BIGINT NULL, paid_fen BIGINT NOT NULL, refunded_fen BIGINT NOT NULL DEFAULT 0,
    points BIGINT NOT NULL, growth BIGINT NOT NULL, journal_id BIGINT NULL, rule_version_id BIGINT NULL, table_id BIGINT NULL, product_id BIGINT NULL,
    channel TINYINT NOT NULL, recorded_by VARCHAR(40) NOT NULL, balance_after BIGINT NULL, expires_at DATETIME(3) NULL, paid_at DATETIME(3) NOT NULL, recorded_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_purchase_bill (store_id, bill_no), INDEX ix_purchase_member (member_id, paid_at), INDEX ix_purchase_store (store_id, paid_at),
    INDEX ix_purchase_journal (journal_id),
    CONSTRAINT ck_purchase CHECK (paid_fen > 0 AND refunded_fen >= 0 AND refunded_fen <= paid_fen AND points >= 0 AND growth >= 0))`,
  `CREATE TABLE refund (
    id BIGINT NOT NULL, purchase_id BIGINT NOT NULL, store_id BIGINT NOT NULL, refund_no VARCHAR(80) NOT NULL, amount_fen BIGINT NOT NULL, points_taken BIGINT NOT NULL,
    debt_added BIGINT NOT NULL, growth_taken BIGINT NOT NULL, journal_id BIGINT NULL, reason VARCHAR(100) NOT NULL, recorded_by VARCHAR(40) NOT NULL, refunded_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_refund_no (store_id, refund_no), INDEX ix_refund_purchase (purchase_id), INDEX ix_refund_journal (journal_id),
    CONSTRAINT ck_refund CHECK (amount_fen > 0 AND points_taken >= 0 AND debt_added >= 0 AND growth_taken >= 0))`,
]
