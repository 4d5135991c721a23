import type { MigrationInterface, QueryRunner } from 'typeorm'

/** WeChat is told that what was sold has been handed over; what was sold before this is told as well. */
export class Shipping1763770700008 implements MigrationInterface {
  name = 'Shipping1763770700008'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  // States: 1 due, 2 reported, 3 given up. Ways: 3 there at once, 4 picked up at the counter.
  `CREATE TABLE payment_shipping (
    order_id BIGINT NOT NULL, way TINYINT NOT NULL, state TINYINT NOT NULL, asked_at DATETIME(3) NOT NULL, due_at DATETIME(3) NULL,
    tries SMALLINT NOT NULL DEFAULT 0, trouble VARCHAR(40) NULL, ended_at DATETIME(3) NULL,
    PRIMARY KEY (order_id), INDEX ix_payment_shipping_due (due_at), INDEX ix_payment_shipping_state (state),
    CONSTRAINT ck_payment_shipping CHECK (way IN (3, 4) AND state IN (1, 2, 3) AND (state = 1) = (due_at IS NOT NULL)))`,
  `INSERT INTO payment_shipping (order_id, way, state, asked_at, due_at)
   SELECT id, 3, 1, settled_at, settled_at FROM payment_order
   WHERE purpose IN ('REWARD', 'PACK') AND settled_at IS NOT NULL AND refunded_fen < amount_fen`,
]
