import type { MigrationInterface, QueryRunner } from 'typeorm'

/** What WeChat pushes to us, written down once each. */
export class WechatEvents1763770170000 implements MigrationInterface {
  name = 'WechatEvents1763770170000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `CREATE TABLE wechat_event (
    id BIGINT NOT NULL, event_key BINARY(32) NOT NULL, app_id VARCHAR(32) NOT NULL, kind VARCHAR(24) NOT NULL, openid VARCHAR(64) NOT NULL,
    subject VARCHAR(128) NOT NULL, message_id VARCHAR(128) NOT NULL, outcome VARCHAR(128) NOT NULL, happened_at DATETIME(3) NOT NULL,
    received_at DATETIME(3) NOT NULL, attempts SMALLINT NOT NULL, due_at DATETIME(3) NOT NULL, handled_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_wechat_event (event_key), INDEX ix_wechat_event_waiting (handled_at, kind, due_at),
    INDEX ix_wechat_event_received (received_at))`,
]
