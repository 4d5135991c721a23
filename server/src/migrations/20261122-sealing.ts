import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Sealing begins. A sealed journal keeps the digest of what was sealed, so that the verifier can name the row that no
 * longer matches, and two-byte marks of its columns and lines, so that it can say what about it. Anchors become rows of
 * their own: blocks are facts, which nobody may change afterwards to note that they were written down elsewhere.
 */
export class Sealing1763769820000 implements MigrationInterface {
  name = 'Sealing1763769820000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  'ALTER TABLE seal_item ADD COLUMN digest BINARY(32) NOT NULL',
  'ALTER TABLE seal_item ADD COLUMN marks VARBINARY(2000) NOT NULL',
  'ALTER TABLE seal_block DROP COLUMN anchor',
  `CREATE TABLE seal_anchor (
    seq BIGINT NOT NULL, place VARCHAR(200) NOT NULL, hash BINARY(32) NOT NULL, anchored_at DATETIME(3) NOT NULL,
    PRIMARY KEY (seq, place))`,
]
