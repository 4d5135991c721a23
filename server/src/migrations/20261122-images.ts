import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Pictures of what the programme offers, kept beside the rest so that every server has them. */
export class Images1763770700007 implements MigrationInterface {
  name = 'Images1763770700007'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE image (
      id BINARY(32) NOT NULL, size TINYINT NOT NULL, width SMALLINT NOT NULL, height SMALLINT NOT NULL, bytes MEDIUMBLOB NOT NULL,
      added_at DATETIME(3) NOT NULL, added_by VARCHAR(84) NOT NULL, operator_id BIGINT NOT NULL,
      PRIMARY KEY (id, size))`)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}
