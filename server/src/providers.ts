/** Every table, service and controller of the server, in feature order. */

import { RuleVersionTable } from './earning/earning.tables.js'
import { Lane } from './ledger/lane.service.js'
import { Ledger } from './ledger/ledger.service.js'
import * as ledgerTables from './ledger/ledger.tables.js'
import { Sweeper } from './ledger/sweeper.service.js'
import * as memberTables from './members/members.tables.js'
import { AuditLogTable, OperatorTable } from './operators/operators.tables.js'
import * as processTables from './process.tables.js'
import * as purchaseTables from './purchases/purchases.tables.js'
import { Sessions } from './sessions/sessions.service.js'
import { SessionTable } from './sessions/sessions.tables.js'
import * as storeTables from './stores/stores.tables.js'

export const tables = [
  ...Object.values(processTables),
  SessionTable,
  ...Object.values(ledgerTables),
  ...Object.values(memberTables),
  ...Object.values(storeTables),
  OperatorTable,
  AuditLogTable,
  RuleVersionTable,
  ...Object.values(purchaseTables),
]

export const services = [Sessions, Ledger, Lane, Sweeper]

export const controllers = []
