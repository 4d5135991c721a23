import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Group redemption: offers as published versions with their stock, groups that fill until their time is over, and pledges. */
export class Pledges1763770620004 implements MigrationInterface {
  name = 'Pledges1763770620004'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  `CREATE TABLE group_offer_version (
    code VARCHAR(40) NOT NULL, version INT NOT NULL, definition TEXT NOT NULL, reason VARCHAR(200) NOT NULL, published_at DATETIME(3) NOT NULL,
    published_by VARCHAR(84) NOT NULL, request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL,
    PRIMARY KEY (code, version), UNIQUE INDEX uq_group_offer_version_request (request_key))`,
  `CREATE TABLE group_offer (
    code VARCHAR(40) NOT NULL, version INT NOT NULL, is_open TINYINT NOT NULL, sort INT NOT NULL, stock INT NOT NULL, left_count INT NOT NULL,
    PRIMARY KEY (code), INDEX ix_group_offer_open (is_open, sort, code),
    CONSTRAINT ck_group_offer CHECK (left_count >= 0 AND left_count <= stock))`,
  // States: 1 filling, 2 full, 3 time over, 4 everybody stepped back. Settled: all its pledges are used or back.
  `CREATE TABLE pledge_group (
    id BIGINT NOT NULL, token VARCHAR(16) NOT NULL, offer_code VARCHAR(40) NOT NULL, version INT NOT NULL, reward_code VARCHAR(40) NOT NULL, reward_version INT NOT NULL,
    size SMALLINT NOT NULL, points BIGINT NOT NULL, taken SMALLINT NOT NULL, state TINYINT NOT NULL, settled TINYINT NOT NULL,
    opened_at DATETIME(3) NOT NULL, ends_at DATETIME(3) NOT NULL, ended_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_pledge_group_token (token), INDEX ix_pledge_group_end (state, ends_at), INDEX ix_pledge_group_settled (settled, state),
    INDEX ix_pledge_group_offer (offer_code, state),
    CONSTRAINT ck_pledge_group CHECK (taken >= 0 AND taken <= size AND points > 0 AND state BETWEEN 1 AND 4 AND (state <> 2 OR taken = size)))`,
  // States: 1 held, 2 used, 3 back, 4 stepped back. A member is in a group once: live_member is empty once the pledge is back.
  `CREATE TABLE pledge (
    id BIGINT NOT NULL, group_id BIGINT NOT NULL, member_id BIGINT NOT NULL, offer_code VARCHAR(40) NOT NULL, request_key VARCHAR(80) NOT NULL, body_hash BINARY(32) NOT NULL,
    points BIGINT NOT NULL, hold_id BIGINT NOT NULL, state TINYINT NOT NULL, live_member BIGINT NULL, end_journal_id BIGINT NULL, redemption_id BIGINT NULL,
    pledged_at DATETIME(3) NOT NULL, ended_at DATETIME(3) NULL,
    PRIMARY KEY (id), UNIQUE INDEX uq_pledge_request (request_key), UNIQUE INDEX uq_pledge_seat (group_id, live_member), UNIQUE INDEX uq_pledge_hold (hold_id),
    INDEX ix_pledge_group (group_id, id), INDEX ix_pledge_member (member_id, id), INDEX ix_pledge_limit (member_id, offer_code, state),
    CONSTRAINT ck_pledge CHECK (points > 0 AND state BETWEEN 1 AND 4 AND (state IN (1, 2)) = (live_member IS NOT NULL) AND (state = 2) = (redemption_id IS NOT NULL)))`,
]
