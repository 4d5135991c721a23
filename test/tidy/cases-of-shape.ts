/** What the rules on order and size must catch and must let pass. */
import type { Case } from './case.js'
import { miniappPackages, noCircles, packageOrder, serverOrder, typesOnlyInMiniapp } from './orders.js'
import { fileSizes, functionSizes } from './sizes.js'

const service = 'server/src/ledger/ledger.service.ts'
const rules = 'server/src/ledger/lots.rules.ts'
const page = 'miniapp/src/pages/home/index.tsx'
const lines = (count: number) => 'const line = 1\n'.repeat(count)

export const casesOfShape: Record<string, Case> = {
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
}
