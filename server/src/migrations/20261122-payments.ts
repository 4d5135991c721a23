import type { MigrationInterface, QueryRunner } from 'typeorm'

/** WeChat Pay: what was asked for, what became of it, refunds, notifications that were believed, and daily bills. */
export class Payments1763770150000 implements MigrationInterface {
  name = 'Payments1763770150000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  // States: 1 open, 2 paid, 3 closed. What is paid has WeChat Pay's number, and never gives back more than it got.
  `CREATE TABLE payment_order (
    id BIGINT NOT NULL, out_trade_no VARCHAR(32) NOT NULL, purpose VARCHAR(20) NOT NULL, ref VARCHAR(64) NOT NULL, member_id BIGINT NULL,
    identity_id BIGINT NOT NULL, store_id BIGINT NULL, amount_fen BIGINT NOT NULL, description VARCHAR(127) NOT NULL, state TINYINT NOT NULL,
    late TINYINT NOT NULL DEFAULT 0, prepay_id VARCHAR(64) NULL, prepaid_at DATETIME(3) NULL, transaction_id VARCHAR(64) NULL,
    paid_at DATETIME(3) NULL, payer_fen BIGINT NULL, refunded_fen BIGINT NOT NULL DEFAULT 0, refunds SMALLINT NOT NULL DEFAULT 0,
    opened_at DATETIME(3) NOT NULL, expires_at DATETIME(3) NOT NULL, due_at DATETIME(3) NULL, looks SMALLINT NOT NULL DEFAULT 0, settled_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_payment_number (out_trade_no), UNIQUE INDEX uq_payment_ref (purpose, ref),
    UNIQUE INDEX uq_payment_transaction (transaction_id), INDEX ix_payment_due (due_at), INDEX ix_payment_paid (paid_at),
    CONSTRAINT ck_payment_amount CHECK (amount_fen > 0 AND refunded_fen >= 0 AND refunded_fen <= amount_fen),
    CONSTRAINT ck_payment_paid CHECK (state IN (1, 2, 3) AND (state = 2) = (transaction_id IS NOT NULL AND paid_at IS NOT NULL)),
    CONSTRAINT ck_payment_settled CHECK (settled_at IS NULL OR state = 2))`,
  `CREATE TABLE payment_step (
    order_id BIGINT NOT NULL, step VARCHAR(10) NOT NULL, at DATETIME(3) NOT NULL, heard VARCHAR(10) NOT NULL, PRIMARY KEY (order_id, step))`,
  // States: 1 asked, 2 processing, 3 success, 4 abnormal, 5 closed, 6 refused.
  `CREATE TABLE payment_refund (
    id BIGINT NOT NULL, order_id BIGINT NOT NULL, out_refund_no VARCHAR(64) NOT NULL, amount_fen BIGINT NOT NULL, reason VARCHAR(80) NOT NULL,
    state TINYINT NOT NULL, refund_id VARCHAR(64) NULL, asked_at DATETIME(3) NOT NULL, asked_by VARCHAR(84) NOT NULL, accepted_at DATETIME(3) NULL,
    ended_at DATETIME(3) NULL, due_at DATETIME(3) NULL, tries SMALLINT NOT NULL DEFAULT 0, trouble VARCHAR(40) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_payment_refund (out_refund_no), INDEX ix_payment_refund_order (order_id), INDEX ix_payment_refund_due (due_at),
    INDEX ix_payment_refund_accepted (accepted_at), CONSTRAINT ck_payment_refund CHECK (amount_fen > 0 AND state BETWEEN 1 AND 6))`,
  `CREATE TABLE payment_notice (
    id VARCHAR(64) NOT NULL, type VARCHAR(40) NOT NULL, about VARCHAR(64) NOT NULL, outcome VARCHAR(20) NOT NULL, at DATETIME(3) NOT NULL, PRIMARY KEY (id))`,
  `CREATE TABLE payment_bill (
    bill_date DATE NOT NULL, paid_count INT NOT NULL, paid_fen BIGINT NOT NULL, refund_count INT NOT NULL, refund_fen BIGINT NOT NULL,
    foreign_count INT NOT NULL, runs INT NOT NULL, checked_at DATETIME(3) NOT NULL, PRIMARY KEY (bill_date))`,
  `CREATE TABLE payment_difference (
    id BIGINT NOT NULL, bill_date DATE NOT NULL, kind VARCHAR(20) NOT NULL, out_trade_no VARCHAR(32) NOT NULL, out_refund_no VARCHAR(64) NOT NULL,
    ours_fen BIGINT NULL, theirs_fen BIGINT NULL, found_at DATETIME(3) NOT NULL, resolved_at DATETIME(3) NULL, resolved_by VARCHAR(84) NULL, note VARCHAR(200) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_payment_difference (bill_date, kind, out_trade_no, out_refund_no), INDEX ix_payment_difference_open (resolved_at))`,
]
