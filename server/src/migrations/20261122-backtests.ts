import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Backtests: how far each is, and its report, which is kept to be shown when the rule is published. */
export class Backtests1763769950000 implements MigrationInterface {
  name = 'Backtests1763769950000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  // A slot and the operator's place are held by unique rows, so that no count has to be trusted.
  `CREATE TABLE backtest (
    id BIGINT NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, operator_id BIGINT NOT NULL, state VARCHAR(10) NOT NULL,
    slot TINYINT NULL, running_by BIGINT NULL, done INT NOT NULL, of_purchases INT NOT NULL, body MEDIUMTEXT NOT NULL, report MEDIUMTEXT NULL,
    started_at DATETIME(3) NOT NULL, seen_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_backtest_request (request_key), UNIQUE INDEX uq_backtest_slot (slot), UNIQUE INDEX uq_backtest_operator (running_by),
    CONSTRAINT ck_backtest CHECK ((state = 'RUNNING') = (slot IS NOT NULL AND running_by IS NOT NULL)))`,
]
