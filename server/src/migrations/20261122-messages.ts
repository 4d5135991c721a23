import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Messages: what members are to be told, what became of it on each channel, grants, wishes, templates, limits and sends. */
export class Messages1763770160000 implements MigrationInterface {
  name = 'Messages1763770160000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `CREATE TABLE message (
    id BIGINT NOT NULL, member_id BIGINT NOT NULL, kind VARCHAR(24) NOT NULL, occurrence VARCHAR(64) NOT NULL, data TEXT NOT NULL, worth_fen BIGINT NOT NULL,
    batch VARCHAR(48) NOT NULL, due_at DATETIME(3) NOT NULL, until_at DATETIME(3) NOT NULL, state TINYINT NOT NULL, stop VARCHAR(12) NULL, reason VARCHAR(24) NULL,
    created_at DATETIME(3) NOT NULL, read_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_message (member_id, kind, occurrence), INDEX ix_message_due (state, due_at, id),
    INDEX ix_message_inbox (member_id, id), INDEX ix_message_waiting (member_id, state, due_at), INDEX ix_message_batch (batch, state, stop, reason), CONSTRAINT ck_message CHECK (worth_fen >= 0))`,
  `CREATE TABLE delivery (
    id BIGINT NOT NULL, message_id BIGINT NOT NULL, member_id BIGINT NOT NULL, kind VARCHAR(24) NOT NULL, channel VARCHAR(12) NOT NULL, batch VARCHAR(48) NOT NULL,
    template_id VARCHAR(64) NOT NULL, state VARCHAR(12) NOT NULL, reason VARCHAR(24) NULL, attempts SMALLINT NOT NULL DEFAULT 0, next_at DATETIME(3) NOT NULL,
    counts_at DATETIME(3) NOT NULL, until_at DATETIME(3) NOT NULL, holder VARCHAR(90) NULL, provider_id VARCHAR(64) NULL, sent_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_delivery (message_id, channel), INDEX ix_delivery_next (state, channel, next_at, id),
    INDEX ix_delivery_member (member_id, counts_at), INDEX ix_delivery_batch (batch, state, reason), INDEX ix_delivery_provider (provider_id),
    INDEX ix_delivery_sent (batch, sent_at))`,
  `CREATE TABLE delivery_step (
    id BIGINT NOT NULL, delivery_id BIGINT NOT NULL, at DATETIME(3) NOT NULL, state VARCHAR(12) NOT NULL, reason VARCHAR(24) NULL, error_code INT NULL,
    who VARCHAR(84) NOT NULL, PRIMARY KEY (id), INDEX ix_delivery_step (delivery_id, id))`,
  `CREATE TABLE grant_stock (
    member_id BIGINT NOT NULL, template_id VARCHAR(64) NOT NULL, remaining INT NOT NULL, answer VARCHAR(8) NOT NULL, answered_at DATETIME(3) NOT NULL,
    PRIMARY KEY (member_id, template_id), CONSTRAINT ck_grant_stock CHECK (remaining >= 0))`,
  `CREATE TABLE grant_report (
    report_key VARCHAR(120) NOT NULL, body_hash BINARY(32) NOT NULL, at DATETIME(3) NOT NULL, PRIMARY KEY (report_key))`,
  `CREATE TABLE grant_answer (
    id BIGINT NOT NULL, member_id BIGINT NOT NULL, template_id VARCHAR(64) NOT NULL, answer VARCHAR(8) NOT NULL, source VARCHAR(8) NOT NULL, moment VARCHAR(16) NULL,
    pair_id BIGINT NULL, credit TINYINT NOT NULL, at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), INDEX ix_grant_answer (member_id, template_id, at), UNIQUE INDEX uq_grant_pair (pair_id))`,
  `CREATE TABLE reminder_choice (
    member_id BIGINT NOT NULL, kind VARCHAR(24) NOT NULL, wanted TINYINT NOT NULL, changed_at DATETIME(3) NOT NULL,
    PRIMARY KEY (member_id, kind), INDEX ix_reminder_choice (kind, wanted, changed_at))`,
  `CREATE TABLE message_template (
    kind VARCHAR(24) NOT NULL, channel VARCHAR(12) NOT NULL, version INT NOT NULL, definition TEXT NOT NULL, request_key VARCHAR(100) NOT NULL,
    body_hash BINARY(32) NOT NULL, changed_at DATETIME(3) NOT NULL, changed_by VARCHAR(84) NOT NULL,
    PRIMARY KEY (kind, channel, version), UNIQUE INDEX uq_message_template_request (request_key))`,
  `CREATE TABLE template_trouble (
    template_id VARCHAR(64) NOT NULL, reason VARCHAR(24) NOT NULL, since DATETIME(3) NOT NULL, PRIMARY KEY (template_id))`,
  `CREATE TABLE message_limits (
    version INT NOT NULL, definition TEXT NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, changed_at DATETIME(3) NOT NULL,
    changed_by VARCHAR(84) NOT NULL, PRIMARY KEY (version), UNIQUE INDEX uq_message_limits_request (request_key))`,
  `CREATE TABLE message_send (
    code VARCHAR(48) NOT NULL, kind VARCHAR(24) NOT NULL, title VARCHAR(80) NOT NULL, state VARCHAR(10) NOT NULL, created_at DATETIME(3) NOT NULL,
    changed_at DATETIME(3) NOT NULL, changed_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NULL, body_hash BINARY(32) NULL, writing TEXT NULL,
    written_to BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (code), INDEX ix_message_send_created (created_at, code), UNIQUE INDEX uq_message_send_request (request_key))`,
  `CREATE TABLE channel_pause (
    channel VARCHAR(12) NOT NULL, reason VARCHAR(24) NOT NULL, failures INT NOT NULL, since DATETIME(3) NOT NULL, closed_until DATETIME(3) NOT NULL,
    PRIMARY KEY (channel))`,
  'CREATE TABLE delivery_cursor (name VARCHAR(40) NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (name))',
  // Nobody is told of what happened before messages were invented.
  "INSERT INTO delivery_cursor (name, position) SELECT 'sealed', COALESCE(MAX(seq), 0) FROM seal_block",
  'CREATE TABLE reminder_run (name VARCHAR(64) NOT NULL, done_at DATETIME(3) NOT NULL, PRIMARY KEY (name))',
]
