import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Rules without code: drafts, versions that begin at a moment, ticked examples, dish categories, birthdays and tags. */
export class Rules1763769800000 implements MigrationInterface {
  name = 'Rules1763769800000'

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement)
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup instead.')
  }
}

// The rate as it was published, said as a rule of blocks. It holds for bills of any time, as the old one did.
const BASE_RATE = `CONCAT('{"name":{"zh":"消费积分","en":"Points for bills"},"trigger":"PURCHASE","imported":true,"when":{"combinator":"and","rules":[]},"reward":{"kind":"RATE","points":',
   JSON_EXTRACT(definition, '$.rate.points'), ',"fen":', JSON_EXTRACT(definition, '$.rate.fen'),
   ',"growth":{"points":', JSON_EXTRACT(definition, '$.growth.points'), ',"fen":', JSON_EXTRACT(definition, '$.growth.fen'),
   '}},"caps":[],"budget":{"points":null,"fen":null},"stacking":null,"from":null,"until":null,"expiry":{"kind":"MONTHS","months":',
   JSON_EXTRACT(definition, '$.validMonths'), '},"restriction":null,"pendingDays":0}')`

const TAKE_BACK =
  '{"name":{"zh":"退款收回积分","en":"Points taken back for refunds"},"trigger":"REFUND","imported":true,"when":{"combinator":"and","rules":[]},"reward":{"kind":"TAKE_BACK","shortfall":"DEBT"},"caps":[],"budget":{"points":null,"fen":null},"stacking":null,"from":null,"until":null,"expiry":null,"restriction":null,"pendingDays":0}'

const STATEMENTS = [
  `ALTER TABLE rule_version
    ADD COLUMN state VARCHAR(10) NOT NULL DEFAULT 'LIVE', ADD COLUMN effective_at DATETIME(3) NOT NULL DEFAULT '2000-01-01', ADD COLUMN reason VARCHAR(200) NOT NULL DEFAULT ''`,
  `INSERT INTO rule_version (id, code, version, definition, published_at, published_by, state, effective_at, reason)
   SELECT 2, code, version + 1, ${BASE_RATE}, published_at, published_by, 'LIVE', '2000-01-01', ''
   FROM rule_version WHERE code = 'purchase' ORDER BY version DESC LIMIT 1`,
  `INSERT INTO rule_version (id, code, version, definition, published_at, published_by, state, effective_at, reason)
   VALUES (3, 'refund', 1, '${TAKE_BACK}', '2024-01-01', 'migration', 'LIVE', '2000-01-01', '')`,
  `CREATE TABLE rule (
    code VARCHAR(40) NOT NULL, draft TEXT NULL, revision INT NOT NULL, created_at DATETIME(3) NOT NULL, created_by VARCHAR(84) NOT NULL,
    changed_at DATETIME(3) NOT NULL, PRIMARY KEY (code))`,
  `INSERT INTO rule (code, draft, revision, created_at, created_by, changed_at)
   VALUES ('purchase', NULL, 0, '2024-01-01', 'migration', '2024-01-01'), ('refund', NULL, 0, '2024-01-01', 'migration', '2024-01-01')`,
  `CREATE TABLE rule_request (
    request_key VARCHAR(100) NOT NULL, body_hash BINARY(32) NOT NULL, rule_code VARCHAR(40) NOT NULL, at DATETIME(3) NOT NULL, PRIMARY KEY (request_key))`,
  `CREATE TABLE rule_tick (
    rule_code VARCHAR(40) NOT NULL, example_key VARCHAR(80) NOT NULL, tick VARCHAR(5) NOT NULL, example TEXT NOT NULL, applies TINYINT NOT NULL,
    points BIGINT NOT NULL, ticked_by VARCHAR(84) NOT NULL, ticked_at DATETIME(3) NOT NULL, PRIMARY KEY (rule_code, example_key))`,
  `CREATE TABLE rule_award (
    journal_id BIGINT NOT NULL, rule_code VARCHAR(40) NOT NULL, version INT NOT NULL, points BIGINT NOT NULL, occurred_at DATETIME(3) NOT NULL,
    PRIMARY KEY (journal_id, rule_code), INDEX ix_rule_award_rule (rule_code, occurred_at, points))`,
  `CREATE TABLE dish_category (
    code VARCHAR(40) NOT NULL, name VARCHAR(40) NOT NULL, sort SMALLINT NOT NULL, PRIMARY KEY (code))`,
  `INSERT INTO dish_category (code, name, sort)
   VALUES ('HOT', '热菜', 1), ('COLD', '凉菜', 2), ('STAPLE', '主食', 3), ('DESSERT', '甜品', 4), ('DRINK', '饮品', 5), ('ALCOHOL', '酒水', 6), ('OTHER', '其他', 99)`,
  `ALTER TABLE product
    ADD COLUMN category VARCHAR(40) NOT NULL DEFAULT 'OTHER', ADD COLUMN listed_on DATE NULL`,
  `CREATE TABLE purchase_line (
    purchase_id BIGINT NOT NULL, seq SMALLINT NOT NULL, product_id BIGINT NULL, name VARCHAR(80) NOT NULL, category VARCHAR(40) NOT NULL,
    quantity INT NOT NULL, amount_fen BIGINT NOT NULL, PRIMARY KEY (purchase_id, seq), INDEX ix_purchase_line_product (product_id),
    CONSTRAINT ck_purchase_line CHECK (quantity > 0 AND amount_fen >= 0))`,
  'ALTER TABLE purchase ADD COLUMN table_size SMALLINT NULL',
  'ALTER TABLE refund ADD COLUMN cash_fen BIGINT NOT NULL DEFAULT 0',
  `ALTER TABLE member
    ADD COLUMN birthday VARCHAR(5) NULL, ADD COLUMN birthday_calendar VARCHAR(5) NULL, ADD COLUMN birthday_set_at DATETIME(3) NULL, ADD INDEX ix_member_birthday (birthday_calendar, birthday)`,
  `CREATE TABLE member_tag (
    member_id BIGINT NOT NULL, tag VARCHAR(40) NOT NULL, added_at DATETIME(3) NOT NULL, PRIMARY KEY (member_id, tag), INDEX ix_member_tag_tag (tag, member_id))`,
]
