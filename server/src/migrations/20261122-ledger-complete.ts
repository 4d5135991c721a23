import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What the remaining operations of the ledger need: visits counted under the account's lock, limited counters, points
 * that move from lot to lot, lots whose end each visit puts off, restrictions, holds that grant a grace, and the
 * programme's policies. Bills recorded before count as visits.
 */
export class LedgerComplete1763769760000 implements MigrationInterface {
  name = 'LedgerComplete1763769760000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  'ALTER TABLE account ADD COLUMN activities BIGINT NOT NULL DEFAULT 0',
  'ALTER TABLE account ADD COLUMN last_activity_at DATETIME(3) NULL',
  'ALTER TABLE account ADD COLUMN extending TINYINT NOT NULL DEFAULT 0',
  // The account on which an earn counted as a visit: with it the two columns above can be made again from facts.
  'ALTER TABLE journal ADD COLUMN activity_of BIGINT NULL',
  `UPDATE journal SET activity_of = (SELECT p.member_id + 1 FROM purchase p WHERE p.journal_id = journal.id)
   WHERE kind = 1 AND outcome = 0`,
  `UPDATE account SET
     activities = (SELECT COUNT(*) FROM purchase p JOIN journal j ON j.id = p.journal_id AND j.kind = 1 AND j.outcome = 0 WHERE p.member_id = account.owner_id),
     last_activity_at = (SELECT MAX(j.occurred_at) FROM purchase p JOIN journal j ON j.id = p.journal_id AND j.kind = 1 AND j.outcome = 0 WHERE p.member_id = account.owner_id)
   WHERE owner_type = 1 AND currency_id = 1`,
  'ALTER TABLE lot ADD COLUMN moved BIGINT NOT NULL DEFAULT 0',
  'ALTER TABLE lot ADD COLUMN extend_months SMALLINT NOT NULL DEFAULT 0',
  'ALTER TABLE lot DROP CONSTRAINT ck_lot_sum',
  'ALTER TABLE lot DROP CONSTRAINT ck_lot_parts',
  `ALTER TABLE lot ADD CONSTRAINT ck_lot_sum CHECK (granted = remaining + held + spent + expired + clawed + moved)`,
  `ALTER TABLE lot ADD CONSTRAINT ck_lot_parts CHECK (remaining >= 0 AND held >= 0 AND spent >= 0 AND expired >= 0 AND clawed >= 0 AND moved >= 0)`,
  'ALTER TABLE lot DROP INDEX uq_lot_merge',
  `ALTER TABLE lot ADD UNIQUE INDEX uq_lot_merge (account_id, expires_at, available_at, issuer_id, cohort, source, restriction_id, extend_months)`,
  'ALTER TABLE hold ADD COLUMN grace_days SMALLINT NOT NULL DEFAULT 0',
  `INSERT INTO account (id, currency_id, owner_type, owner_id, head_hash, next_event_at)
   SELECT c.id * 100 + 6, c.id, 2, 6, UNHEX(REPEAT('0', 64)), '9999-12-31' FROM currency c`,
  `CREATE TABLE tally (
    name VARCHAR(80) NOT NULL, amount BIGINT NOT NULL, PRIMARY KEY (name), CONSTRAINT ck_tally CHECK (amount >= 0))`,
  `CREATE TABLE lot_restriction (
    id BIGINT NOT NULL, digest BINARY(32) NOT NULL, definition TEXT NOT NULL, PRIMARY KEY (id), UNIQUE INDEX uq_lot_restriction (digest))`,
  `CREATE TABLE ledger_policy (
    name VARCHAR(40) NOT NULL, setting BIGINT NOT NULL, changed_at DATETIME(3) NOT NULL, PRIMARY KEY (name),
    CONSTRAINT ck_ledger_policy CHECK (setting >= 0))`,
]
