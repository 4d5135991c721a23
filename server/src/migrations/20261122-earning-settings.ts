import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * What a point costs and what is too generous become settings with versions. Budgets in money are counted in money from
 * now on, in thousandths of a fen beside the points, so that a later cost does not change what was counted: until today a
 * point cost one fen.
 */
export class EarningSettings1763770450000 implements MigrationInterface {
  name = 'EarningSettings1763770450000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `CREATE TABLE earning_setting (
    version INT NOT NULL, cost_fen INT NOT NULL, cost_points INT NOT NULL, generous_percent TINYINT NOT NULL, reason VARCHAR(200) NOT NULL,
    published_at DATETIME(3) NOT NULL, published_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (version), UNIQUE INDEX uq_earning_setting_request (request_key),
    CONSTRAINT ck_earning_setting CHECK (cost_points > 0 AND cost_fen * 10 >= cost_points AND cost_fen <= cost_points * 100 AND generous_percent BETWEEN 1 AND 100))`,
  `INSERT INTO earning_setting (version, cost_fen, cost_points, generous_percent, reason, published_at, published_by, request_key, body_hash)
   VALUES (1, 100, 100, 20, '默认设置', '2024-01-01', 'migration', 'migration', UNHEX(REPEAT('0', 64)))`,
  `INSERT INTO tally (name, amount) SELECT CONCAT(LEFT(name, CHAR_LENGTH(name) - 1), 'f'), amount * 1000 FROM tally WHERE name LIKE 'rule:%:a:t'`,
]
