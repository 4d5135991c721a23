import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Goods that are sent, with a sealed address that is erased again, and points given to good causes. */
export class MallExtras1763770700009 implements MigrationInterface {
  name = 'MallExtras1763770700009'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

const STATEMENTS = [
  // States: 1 no address yet, 2 to be sent, 3 on its way, 4 arrived, 5 given back.
  `CREATE TABLE shipment (
    redemption_id BIGINT NOT NULL, member_id BIGINT NOT NULL, state TINYINT NOT NULL, sealed VARCHAR(1600) NULL, carrier VARCHAR(40) NULL, tracking_no VARCHAR(40) NULL,
    request_key VARCHAR(100) NULL, dispatched_by VARCHAR(84) NULL, dispatched_at DATETIME(3) NULL, ended_at DATETIME(3) NULL, erased_at DATETIME(3) NULL,
    PRIMARY KEY (redemption_id), UNIQUE INDEX uq_shipment_request (request_key), INDEX ix_shipment_state (state, redemption_id),
    INDEX ix_shipment_sent (state, dispatched_at), INDEX ix_shipment_erase (erased_at, ended_at),
    CONSTRAINT ck_shipment CHECK (state BETWEEN 1 AND 5 AND (state NOT IN (2, 3) OR sealed IS NOT NULL) AND (state NOT IN (3, 4) OR dispatched_at IS NOT NULL)))`,
  `CREATE TABLE donation (
    redemption_id BIGINT NOT NULL, member_id BIGINT NOT NULL, code VARCHAR(40) NOT NULL, points BIGINT NOT NULL, gives_fen BIGINT NOT NULL,
    shown VARCHAR(10) NOT NULL, donated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (redemption_id), INDEX ix_donation_code (code), INDEX ix_donation_member (member_id),
    CONSTRAINT ck_donation CHECK (points > 0 AND gives_fen > 0))`,
]
