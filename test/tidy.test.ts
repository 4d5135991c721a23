/** The house rules, held. Every rule is shown a planted breach first, so that none of them can go blind unnoticed. */
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { namedExports, noAny, noBarrels, noPrints, noSkips, portableSql, pureRules } from './tidy/manners.js'
import { miniappPackages, noCircles, packageOrder, serverOrder, typesOnlyInMiniapp } from './tidy/orders.js'
import { fileSizes, functionSizes } from './tidy/sizes.js'
import { type Rule, readSources, type Source } from './tidy/sources.js'
import { bannedWords, chinesePunctuation, fileNames, glossary, vagueNames } from './tidy/words.js'

/** Files as `{ path: text }`. */
type Files = Record<string, string>
interface Case {
  rule: Rule
  /** Each of these must be caught. */
  red: Record<string, Files>
  /** Each of these must pass. */
  green: Record<string, Files>
}

const service = 'server/src/ledger/ledger.service.ts'
const rules = 'server/src/ledger/lots.rules.ts'
const page = 'miniapp/src/pages/home/index.tsx'
const lines = (count: number) => 'const line = 1\n'.repeat(count)

const cases: Record<string, Case> = {
  'floors and features': {
    rule: serverOrder,
    red: {
      'an earlier feature reaches for a later one': {
        [service]: "import { Bills } from '../purchases/bills.service.js'\n",
        'server/src/purchases/bills.service.ts': 'export class Bills {}\n',
      },
      'rules build on a service': {
        [rules]: "import type { Ledger } from './ledger.service.js'\n",
        [service]: 'export class Ledger {}\n',
      },
      'a table builds on a service of an earlier feature': {
        'server/src/stores/stores.tables.ts': "import { Ledger } from '../ledger/ledger.service.js'\n",
        [service]: 'export class Ledger {}\n',
      },
      'a service builds on http': {
        'server/src/stores/stores.service.ts': "import { StoresHttp } from './stores.http.js'\n",
        'server/src/stores/stores.http.ts': 'export class StoresHttp {}\n',
      },
      'a feature builds on composition': {
        [service]: "import { tables } from '../providers.js'\n",
        'server/src/providers.ts': 'export const tables = []\n',
      },
      'basics know a feature': {
        'server/src/clock.ts': "import { Ledger } from './ledger/ledger.service.js'\n",
        [service]: 'export class Ledger {}\n',
      },
      'a later feature is imported on demand': {
        [service]: "export const late = () => import('../purchases/bills.service.js')\n",
        'server/src/purchases/bills.service.ts': 'export class Bills {}\n',
      },
      'a feature without a place': { 'server/src/surprises/surprises.service.ts': 'export class Surprises {}\n' },
      'a file of no known kind': { 'server/src/ledger/ledger.thing.ts': 'export class Thing {}\n' },
      'a root file that is not listed': { 'server/src/surprise.ts': 'export const surprise = 1\n' },
    },
    green: {
      'a service builds on rules, on an earlier service and on basics': {
        'server/src/purchases/bills.service.ts':
          "import { Ledger } from '../ledger/ledger.service.js'\nimport { lots } from '../ledger/lots.rules.js'\nimport { Clock } from '../clock.js'\n",
        [service]: 'export class Ledger {}\n',
        [rules]: 'export const lots = 1\n',
        'server/src/clock.ts': 'export class Clock {}\n',
      },
    },
  },
  'no circles': {
    rule: noCircles,
    red: {
      'two files that need each other': {
        'shared/src/a.ts': "import { b } from './b.js'\nexport const a = b\n",
        'shared/src/b.ts': "import type { a } from './a.js'\nexport const b = 1 as unknown as typeof a\n",
      },
    },
    green: {
      'a diamond': {
        'shared/src/a.ts': "import './b.js'\nimport './c.js'\n",
        'shared/src/b.ts': "import './d.js'\n",
        'shared/src/c.ts': "import './d.js'\n",
        'shared/src/d.ts': 'export const d = 1\n',
      },
    },
  },
  packages: {
    rule: packageOrder,
    red: {
      'the server imports the mini-program': {
        'server/src/web.ts': "import { call } from '../../miniapp/src/call.js'\n",
        'miniapp/src/call.ts': 'export const call = 1\n',
      },
      'the server imports the console': {
        'server/src/web.ts': "import { texts } from '../console/src/texts.js'\n",
        'server/console/src/texts.ts': 'export const texts = 1\n',
      },
      'shared knows the server': { 'shared/src/api.ts': "import { Db } from '@huitou/server/db'\n" },
      'the console reaches into the server': {
        'server/console/src/call.ts': "import { Ids } from '../../src/ids'\n",
        'server/src/ids.ts': 'export class Ids {}\n',
      },
    },
    green: {
      'everybody imports shared': {
        'server/src/web.ts': "import { api } from '@huitou/shared/api'\n",
        [page]: "import { refusals } from '@huitou/shared/refusals'\n",
      },
    },
  },
  'types only in the mini-program': {
    rule: typesOnlyInMiniapp,
    red: {
      'the contract as a value': { [page]: "import { api } from '@huitou/shared/api'\n" },
      'the contract for its effects': { [page]: "import '@huitou/shared/members'\n" },
      zod: { [page]: "import { z } from 'zod'\n" },
    },
    green: {
      'types and plain values': {
        [page]:
          "import type { Api } from '@huitou/shared/api'\nimport { type Entry } from '@huitou/shared/entries'\nimport { formatFen } from '@huitou/shared/amounts'\n",
      },
    },
  },
  subpackages: {
    rule: miniappPackages,
    red: {
      'a tab page drags a subpackage along': {
        'miniapp/src/app.config.ts': "export const config = { subPackages: [{ root: 'staff' }] }\n",
        [page]: "import { pad } from '../../staff/amount-pad'\n",
        'miniapp/src/staff/amount-pad.ts': 'export const pad = 1\n',
      },
    },
    green: {
      'a subpackage uses the main package': {
        'miniapp/src/app.config.ts': "export const config = { subPackages: [{ root: 'staff' }] }\n",
        'miniapp/src/staff/bill.ts': "import { call } from '../call'\n",
        'miniapp/src/call.ts': 'export const call = 1\n',
      },
    },
  },
  'file sizes': {
    rule: fileSizes,
    red: {
      'a file of 301 lines': { [service]: lines(301) },
      'a test of 401 lines': { 'server/src/ledger/ledger.test.ts': lines(401) },
      'a style sheet of 501 lines': { 'miniapp/src/app.scss': lines(501) },
    },
    green: { 'a file of 300 lines': { [service]: lines(300), 'server/src/ledger/ledger.test.ts': lines(400) } },
  },
  'function sizes': {
    rule: functionSizes,
    red: {
      'a function of 61 lines': { [service]: `function long() {\n${lines(59)}}\n` },
      'a method of 61 lines': { [service]: `class A {\n  long() {\n${lines(59)}}\n}\n` },
      'five parameters': { [service]: 'const f = (a, b, c, d, e) => a\n' },
      'a method with five': { [service]: 'class A { m(a: 1, b: 1, c: 1, d: 1, e: 1) {} }\n' },
      'a constructor with five that are not injected': {
        [service]: 'class A { constructor(a: 1, b: 1, c: 1, d: 1, e: 1) {} }\n',
      },
      'nine injected': {
        [service]: `class A { constructor(${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => `@Inject(A) a${n}: A`).join(', ')}) {} }\n`,
      },
    },
    green: {
      'at the limits': {
        [service]: `function long(a: 1, b: 1, c: 1, d: 1) {\n${lines(58)}}\nclass A { constructor(@Inject(B) b: B, @Inject(C) c: C, @Inject(D) d: D, @Inject(E) e: E, @Inject(F) f: F) {} }\n`,
      },
      'a chapter of tests': { 'test/a.test.ts': `describe('a', () => {\n${lines(200)}})\n` },
    },
  },
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
    },
    green: {
      'full-width marks, and half-width ones of the code around them': {
        'shared/src/refusals.ts': "export const a = ['积分不够，没有扣。', 'Not enough points; nothing was taken.']\n",
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

const sourcesOf = (files: Files): Source[] => Object.entries(files).map(([name, text]) => ({ path: name, text }))
const project = readSources(path.resolve(import.meta.dirname, '..'))

describe.each(Object.entries(cases))('%s', (_, { rule, red, green }) => {
  test.each(Object.entries(red))('catches: %s', (_, files) => {
    expect(rule(sourcesOf(files))).not.toEqual([])
  })

  test.each(Object.entries(green))('passes: %s', (_, files) => {
    expect(rule(sourcesOf(files))).toEqual([])
  })

  test('holds in the whole project', () => {
    expect(rule(project).map(({ path: file, line, why }) => `${file}:${line} ${why}`)).toEqual([])
  })
})

test('the project is really read', () => {
  const paths = project.map(file => file.path)
  expect(paths).toEqual(
    expect.arrayContaining(['server/src/main.ts', 'shared/src/api.ts', 'miniapp/src/app.tsx', '.ci/run']),
  )
  expect(paths.filter(file => file.includes('node_modules'))).toEqual([])
})
