/** What the rules on manners and words must catch and must let pass. */
import type { Case } from './case.js'
import { namedExports, noAny, noBarrels, noPrints, noSkips, portableSql, pureRules } from './manners.js'
import { bannedWords, chinesePunctuation, fileNames, glossary, vagueNames } from './words.js'

const service = 'server/src/ledger/ledger.service.ts'
const rules = 'server/src/ledger/lots.rules.ts'
const page = 'miniapp/src/pages/home/index.tsx'

export const casesOfWords: Record<string, Case> = {
  'pure rules': {
    rule: pureRules,
    red: {
      await: { [rules]: 'export async function f() { await 1 }\n' },
      'an async method': { [rules]: 'export const o = { async f() {} }\n' },
      Nest: { [rules]: "import { Injectable } from '@nestjs/common'\n" },
      TypeORM: { [rules]: "import type { EntityManager } from 'typeorm'\n" },
      'a Node module': { [rules]: "import { readFileSync } from 'node:fs'\n" },
      'the clock': { [rules]: 'export const now = () => Date.now()\n' },
      'the clock as a date': { [rules]: 'export const now = () => new Date()\n' },
      chance: { [rules]: 'export const f = () => Math.random()\n' },
      'chance by crypto': {
        [rules]: "import { randomBytes } from 'node:crypto'\nexport const f = () => randomBytes(1)\n",
      },
      'the environment': { [rules]: 'export const f = () => process.env.HOME\n' },
    },
    green: {
      'arithmetic on dates and hashes': {
        [rules]:
          "import { createHash } from 'node:crypto'\nexport const f = (at: Date) => createHash('sha256').update(String(new Date(at.getTime() + 1)))\n",
      },
    },
  },
  'no any': {
    rule: noAny,
    red: {
      'a parameter': { [service]: 'export const f = (a: any) => a\n' },
      'a cast': { [service]: 'export const f = (a: unknown) => a as any\n' },
      'an argument of a type': { 'test/world.ts': 'export const f: Map<string, any[]> = new Map()\n' },
    },
    green: { 'the word in a text': { [service]: "export const any = 'any'\n" } },
  },
  'no prints': {
    rule: noPrints,
    red: { 'a service that prints': { [service]: "export const f = () => console.log('x')\n" } },
    green: {
      'a command that answers': {
        'server/src/commands/migrate.ts': "console.log('x')\n",
        'server/src/main.ts': "console.error('x')\n",
      },
    },
  },
  'no skips': {
    rule: noSkips,
    red: {
      skip: { 'test/a.test.ts': "test.skip('a', () => {})\n" },
      only: { 'test/a.test.ts': "describe.only('a', () => {})\n" },
      'only of a table': { 'test/a.test.ts': "test.only.each([1])('a', () => {})\n" },
      todo: { 'test/a.test.ts': "test.todo('a')\n" },
      xtest: { 'test/a.test.ts': "xtest('a', () => {})\n" },
    },
    green: { 'a test that runs': { 'test/a.test.ts': "test('a skip', () => { list.skip(1); only() })\n" } },
  },
  'no barrels': {
    rule: noBarrels,
    red: {
      'everything of another file': { 'shared/src/everything.ts': "export * from './api.js'\n" },
      'nothing of its own': { 'shared/src/some.ts': "export { api } from './api.js'\nexport { b } from './b.js'\n" },
    },
    green: { 'a file with something of its own': { 'shared/src/b.ts': 'export const b = 1\n' } },
  },
  'named exports': {
    rule: namedExports,
    red: {
      'a default class': { [service]: 'export default class Ledger {}\n' },
      'a default value': { 'shared/src/a.ts': 'export default 1\n' },
    },
    green: { 'a page, as Taro wants it': { [page]: 'export default function Home() {}\n' } },
  },
  'portable SQL': {
    rule: portableSql,
    red: {
      'a trigger': { [service]: 'const a = `CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @a = 1`\n' },
      'a procedure': { [service]: "const a = 'CREATE PROCEDURE p() SELECT 1'\n" },
      'a call': { [service]: "const a = 'CALL earn(1)'\n" },
      RETURNING: { [service]: "const a = 'INSERT INTO a VALUES (1) RETURNING id'\n" },
      'an engine': { 'server/src/migrations/20270101-more.ts': "const a = 'CREATE TABLE a (id INT) ENGINE=InnoDB'\n" },
      'counted ids': { 'server/src/migrations/20270101-more.ts': "const a = 'id BIGINT AUTO_INCREMENT'\n" },
      'a foreign key': { 'server/src/migrations/20270101-more.ts': "const a = 'FOREIGN KEY (a) REFERENCES b (id)'\n" },
      'a named lock': { [service]: "const a = 'SELECT GET_LOCK(?, 1)'\n" },
      'a generated column': {
        'server/src/migrations/20270101-more.ts': "const a = 'open DATE AS (x) VIRTUAL, b INT'\n",
      },
    },
    green: {
      'plain SQL and plain words': {
        [service]: "const a = 'SELECT id FROM lot WHERE id = ? FOR UPDATE'\nconst b = 'returning guests'\n",
      },
    },
  },
  'file names': {
    rule: fileNames,
    red: {
      'camel case': { 'server/src/ledger/lotRules.ts': '' },
      'a folder': { 'test/E2E/a.test.ts': '' },
      underscores: { 'test/a_b.ts': '' },
    },
    green: { 'kebab case': { 'server/src/ledger/entry-no.rules.test.ts': '', 'README.md': '', '.ci/run': '' } },
  },
  'vague names': {
    rule: vagueNames,
    red: {
      utils: { 'shared/src/utils.ts': '' },
      helpers: { 'miniapp/src/helpers/a.ts': '' },
      common: { 'shared/src/common.ts': '' },
      'a manager': { 'server/src/ledger/lot-manager.service.ts': '' },
      'a class that handles': { [service]: 'export class BillHandler {}\n' },
      'an interface with an I': { [service]: 'export interface ILedgerService {}\n' },
    },
    green: { 'a noun': { [service]: 'export class Ledger {}\n' } },
  },
  glossary: {
    rule: glossary,
    red: {
      'a user': { [service]: 'export class User {}\n' },
      'customers of a table': { [service]: 'export class A { customerId!: number }\n' },
      'a shop': { 'shared/src/a.ts': 'export const shopId = 1\n' },
    },
    green: { 'words of the field': { [service]: 'export class Member { memberNo!: string; username!: string }\n' } },
  },
  'Chinese punctuation': {
    rule: chinesePunctuation,
    red: {
      'a half-width comma in a refusal': { 'shared/src/refusals.ts': "export const a = '积分不够,没有扣'\n" },
      'a half-width question mark at the end': { 'miniapp/src/texts.ts': "export const a = '记给哪一位?'\n" },
      'a half-width semicolon in the console': { 'server/console/src/texts.ts': 'export const a = `先收回;再抵扣`\n' },
      'a comma of the server behind what is put in': {
        'server/src/tiers/tiers.texts.ts': `export const a = (n: number) => \`约占 \${n}%,高于 \${n},请看\`\n`,
      },
      'a comma between two things put in': {
        'server/src/tiers/tiers.texts.ts': `export const a = (n: number) => \`\${n},\${n} 分\`\n`,
      },
      'a comma at the end of a text': { 'miniapp/src/texts.ts': 'export const a = "先收回,"\n' },
      'a half-width colon in a page': { [page]: 'export const A = () => <b>合计:12</b>\n' },
    },
    green: {
      'full-width marks, and half-width ones of the code around them': {
        'shared/src/refusals.ts': "export const a = ['积分不够，没有扣。', 'Not enough points; nothing was taken.']\n",
        'server/src/tiers/tiers.texts.ts': `export const a = (n: number) => [\`满 \${n} 分，17:30 前\`, \`\${n}, then \${n}\`]\n// 名字,逗号\n`,
      },
    },
  },
  'banned words': {
    rule: bannedWords,
    red: {
      'an open end': { [service]: '// TODO later\n' },
      'a path of one machine': { 'README.md': 'see /Users/ana/huitou\n' },
      'a home folder': { 'README.md': 'see /home/ana/huitou\n' },
      'a registry': { '.npmrc': 'registry=https://verdaccio.example\n' },
      'a promise': { [page]: 'export const a = 敬请期待\n' },
    },
    green: { 'an open end with an owner': { [service]: '// TODO(ana) when the second brand opens\n' } },
  },
}
