/** Every table, service and controller of the server, in feature order. */

import { Demo } from './demo/demo.service.js'
import { DemoMembers } from './demo/demo-members.service.js'
import { DemoPlaces } from './demo/places.service.js'
import { EarningHttp } from './earning/earning.http.js'
import { Earning } from './earning/earning.service.js'
import { RuleVersionTable } from './earning/earning.tables.js'
import { CardMembers } from './imports/card-members.service.js'
import { Imports } from './imports/imports.service.js'
import { Products } from './imports/products.service.js'
import { Accounts } from './ledger/accounts.service.js'
import { BalanceReader } from './ledger/balances.service.js'
import { Invariants } from './ledger/invariants.service.js'
import { Lane } from './ledger/lane.service.js'
import { Ledger } from './ledger/ledger.service.js'
import * as ledgerTables from './ledger/ledger.tables.js'
import { Sweeper } from './ledger/sweeper.service.js'
import { MemberCodes } from './members/codes.service.js'
import { Identities } from './members/identities.service.js'
import { MemberRows } from './members/member-rows.service.js'
import { MembersHttp } from './members/members.http.js'
import { Members } from './members/members.service.js'
import * as memberTables from './members/members.tables.js'
import { Phones } from './members/phones.service.js'
import { Attempts } from './operators/attempts.service.js'
import { Audit } from './operators/audit.service.js'
import { OperatorSignIn } from './operators/operator-sign-in.service.js'
import { OperatorsHttp } from './operators/operators.http.js'
import { Operators } from './operators/operators.service.js'
import { AuditLogTable, OperatorTable } from './operators/operators.tables.js'
import { Passwords } from './operators/passwords.service.js'
import { PremisesHttp } from './operators/premises.http.js'
import { Premises } from './operators/premises.service.js'
import { TotpCodes } from './operators/totp.service.js'
import * as processTables from './process.tables.js'
import { Bills } from './purchases/bills.service.js'
import { PosBillsHttp, StaffBillsHttp } from './purchases/purchases.http.js'
import * as purchaseTables from './purchases/purchases.tables.js'
import { Refunds } from './purchases/refunds.service.js'
import { Scans } from './purchases/scans.service.js'
import { Tills } from './purchases/tills.service.js'
import { Sessions } from './sessions/sessions.service.js'
import { SessionTable } from './sessions/sessions.tables.js'
import { News } from './statements/news.service.js'
import { StatementsHttp } from './statements/statements.http.js'
import { Statements } from './statements/statements.service.js'
import { Outlines } from './stores/outlines.service.js'
import { PosKeys } from './stores/pos-keys.service.js'
import { SignInHttp } from './stores/sign-in.http.js'
import { SignIn } from './stores/sign-in.service.js'
import { StaffService } from './stores/staff.service.js'
import { StoresHttp } from './stores/stores.http.js'
import { Stores } from './stores/stores.service.js'
import * as storeTables from './stores/stores.tables.js'
import { TableCodes } from './stores/table-codes.service.js'
import { TableVisits } from './stores/table-visits.service.js'
import { Tables } from './stores/tables.service.js'
import { MembersDesk } from './support/members-desk.service.js'
import { Overview } from './support/overview.service.js'
import { SupportHttp } from './support/support.http.js'

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

export const services = [
  Sessions,
  Ledger,
  Lane,
  Sweeper,
  Accounts,
  BalanceReader,
  Invariants,
  Phones,
  MemberRows,
  Members,
  Identities,
  MemberCodes,
  Stores,
  Tables,
  TableVisits,
  Outlines,
  TableCodes,
  StaffService,
  PosKeys,
  SignIn,
  Passwords,
  TotpCodes,
  Attempts,
  Audit,
  Operators,
  OperatorSignIn,
  Premises,
  Earning,
  Scans,
  Bills,
  Refunds,
  Tills,
  Statements,
  News,
  MembersDesk,
  Overview,
  Products,
  CardMembers,
  Imports,
  DemoPlaces,
  DemoMembers,
  Demo,
]

export const controllers = [
  MembersHttp,
  SignInHttp,
  StoresHttp,
  OperatorsHttp,
  PremisesHttp,
  EarningHttp,
  StaffBillsHttp,
  PosBillsHttp,
  StatementsHttp,
  SupportHttp,
]
