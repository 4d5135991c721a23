/** Every table, service and controller of the server, in feature order. */

import { AdjustmentLimits } from './adjustments/adjustment-limits.service.js'
import { AdjustmentRows } from './adjustments/adjustment-rows.service.js'
import { AdjustmentsHttp } from './adjustments/adjustments.http.js'
import { Adjustments } from './adjustments/adjustments.service.js'
import * as adjustmentTables from './adjustments/adjustments.tables.js'
import { BacktestsHttp } from './backtests/backtests.http.js'
import { Backtests } from './backtests/backtests.service.js'
import { BacktestTable } from './backtests/backtests.tables.js'
import { PurchaseHistory } from './backtests/history.service.js'
import { MemberHistory } from './backtests/member-history.service.js'
import { Replayer } from './backtests/replayer.service.js'
import { checkoutControllers, checkoutServices, checkoutTables } from './checkout-providers.js'
import { couponControllers, couponServices, couponTables } from './coupon-providers.js'
import { demoServices } from './demo-providers.js'
import { drawControllers, drawServices, drawTables } from './draws-providers.js'
import { earningControllers, earningServices, earningTables } from './earning-providers.js'
import { imageControllers, imageServices, imageTables } from './image-providers.js'
import { CardMembers } from './imports/card-members.service.js'
import { Imports } from './imports/imports.service.js'
import { Settling } from './imports/settling.service.js'
import { Accounts } from './ledger/accounts.service.js'
import { AsOf } from './ledger/as-of.service.js'
import { BalanceReader } from './ledger/balances.service.js'
import { ChainVerifier } from './ledger/chain-verify.service.js'
import { Invariants } from './ledger/invariants.service.js'
import { Lane } from './ledger/lane.service.js'
import { Ledger } from './ledger/ledger.service.js'
import * as ledgerTables from './ledger/ledger.tables.js'
import { LedgerPolicies } from './ledger/policies.service.js'
import { Sealer } from './ledger/sealer.service.js'
import { Sweeper } from './ledger/sweeper.service.js'
import { mallControllers, mallServices, mallTables } from './mall-providers.js'
import { AccountLinks } from './members/account-links.service.js'
import { MemberCodes } from './members/codes.service.js'
import { Identities } from './members/identities.service.js'
import { MemberCards } from './members/member-cards.service.js'
import { MemberFactsReader } from './members/member-facts.service.js'
import { MemberRows } from './members/member-rows.service.js'
import { MemberTiers, TierBell } from './members/member-tier.service.js'
import * as memberTierTables from './members/member-tier.tables.js'
import { MembersHttp } from './members/members.http.js'
import { Members } from './members/members.service.js'
import * as memberTables from './members/members.tables.js'
import { Nicknames } from './members/nicknames.service.js'
import { Phones } from './members/phones.service.js'
import { Profiles } from './members/profiles.service.js'
import { WechatEvents } from './messages/wechat-events.service.js'
import { WechatEventTable } from './messages/wechat-events.tables.js'
import { offlineControllers, offlineServices, offlineTables } from './offline-providers.js'
import { Attempts } from './operators/attempts.service.js'
import { Audit } from './operators/audit.service.js'
import { OperatorDeskHttp } from './operators/operator-desk.http.js'
import { OperatorDesk } from './operators/operator-desk.service.js'
import { OperatorSignIn } from './operators/operator-sign-in.service.js'
import { OperatorsHttp } from './operators/operators.http.js'
import { Operators } from './operators/operators.service.js'
import { AuditLogTable, OperatorTable } from './operators/operators.tables.js'
import { Passwords } from './operators/passwords.service.js'
import { PosKeyDesk } from './operators/pos-key-desk.service.js'
import { PremisesHttp } from './operators/premises.http.js'
import { Premises } from './operators/premises.service.js'
import { TotpCodes } from './operators/totp.service.js'
import { paymentControllers, paymentServices, paymentTables } from './payment-providers.js'
import { pledgeControllers, pledgeServices, pledgeTables } from './pledges-providers.js'
import * as processTables from './process.tables.js'
import { messageControllers, messageServices, messageTables } from './providers-messages.js'
import { BillViews } from './purchases/bill-views.service.js'
import { Bills } from './purchases/bills.service.js'
import { Menu } from './purchases/menu.service.js'
import { Products } from './purchases/products.service.js'
import { MenuHttp, PosBillsHttp, StaffBillsHttp } from './purchases/purchases.http.js'
import * as purchaseTables from './purchases/purchases.tables.js'
import { Quotes } from './purchases/quotes.service.js'
import { Refunds } from './purchases/refunds.service.js'
import { Scans } from './purchases/scans.service.js'
import { Tills } from './purchases/tills.service.js'
import { Sessions } from './sessions/sessions.service.js'
import { SessionTable } from './sessions/sessions.tables.js'
import { shiftControllers, shiftServices, shiftTables } from './shift-providers.js'
import { MonthStatementsHttp } from './statements/month-statement.http.js'
import { MonthStatements } from './statements/month-statement.service.js'
import { News } from './statements/news.service.js'
import { QuietEntries } from './statements/quiet-entries.service.js'
import { StatementsHttp } from './statements/statements.http.js'
import { Statements } from './statements/statements.service.js'
import { QuietEntryTable } from './statements/statements.tables.js'
import { Outlines } from './stores/outlines.service.js'
import { PosKeys } from './stores/pos-keys.service.js'
import { PosSignatures } from './stores/pos-signatures.service.js'
import { SignInHttp } from './stores/sign-in.http.js'
import { SignIn } from './stores/sign-in.service.js'
import { StaffService } from './stores/staff.service.js'
import { StoresHttp } from './stores/stores.http.js'
import { Stores } from './stores/stores.service.js'
import * as storeTables from './stores/stores.tables.js'
import { TableCodes } from './stores/table-codes.service.js'
import { TableVisits } from './stores/table-visits.service.js'
import { Tables } from './stores/tables.service.js'
import { Books } from './support/books.service.js'
import { MembersDesk } from './support/members-desk.service.js'
import { Overview } from './support/overview.service.js'
import { SupportHttp } from './support/support.http.js'
import { BuyBacks } from './tiers/buy-backs.service.js'
import { TierCentre } from './tiers/centre.service.js'
import { TierFacts } from './tiers/facts.service.js'
import { Ladders } from './tiers/ladders.service.js'
import { TierQueue } from './tiers/queue.service.js'
import { TierReplay } from './tiers/replay.service.js'
import { TierReviews } from './tiers/reviews.service.js'
import { Rights } from './tiers/rights.service.js'
import { TierFigures } from './tiers/tier-figures.service.js'
import { TiersHttp } from './tiers/tiers.http.js'
import { Tiers } from './tiers/tiers.service.js'
import * as tierTables from './tiers/tiers.tables.js'
import { tillCheckoutControllers, tillCheckoutServices, tillCheckoutTables } from './till-checkout-providers.js'
import { verificationControllers, verificationServices, verificationTables } from './verification-providers.js'

export const tables = [
  ...Object.values(processTables),
  SessionTable,
  ...messageTables,
  WechatEventTable,
  ...Object.values(ledgerTables),
  ...Object.values(memberTables),
  ...Object.values(memberTierTables),
  ...Object.values(storeTables),
  OperatorTable,
  AuditLogTable,
  ...imageTables,
  ...Object.values(adjustmentTables),
  ...couponTables,
  QuietEntryTable,
  ...earningTables,
  ...paymentTables,
  ...Object.values(purchaseTables),
  ...Object.values(tierTables),
  ...mallTables,
  ...offlineTables,
  ...checkoutTables,
  ...drawTables,
  ...pledgeTables,
  ...tillCheckoutTables,
  ...verificationTables,
  ...shiftTables,
  BacktestTable,
]

export const services = [
  Sessions,
  ...messageServices,
  WechatEvents,
  Ledger,
  Lane,
  Sweeper,
  LedgerPolicies,
  Sealer,
  ChainVerifier,
  AsOf,
  Accounts,
  BalanceReader,
  Invariants,
  Phones,
  MemberRows,
  MemberTiers,
  TierBell,
  MemberCards,
  Members,
  Identities,
  AccountLinks,
  Nicknames,
  Profiles,
  MemberFactsReader,
  MemberCodes,
  Stores,
  Tables,
  TableVisits,
  Outlines,
  TableCodes,
  StaffService,
  PosKeys,
  PosSignatures,
  SignIn,
  Passwords,
  TotpCodes,
  Attempts,
  Audit,
  Operators,
  OperatorSignIn,
  OperatorDesk,
  PosKeyDesk,
  ...imageServices,
  AdjustmentLimits,
  AdjustmentRows,
  Adjustments,
  ...couponServices,
  Premises,
  ...earningServices,
  Scans,
  Products,
  BillViews,
  Bills,
  Quotes,
  Menu,
  Refunds,
  Tills,
  QuietEntries,
  TierFacts,
  Tiers,
  TierQueue,
  TierReviews,
  TierReplay,
  Rights,
  TierCentre,
  BuyBacks,
  TierFigures,
  Ladders,
  Statements,
  News,
  MonthStatements,
  ...mallServices,
  ...paymentServices,
  ...checkoutServices,
  ...drawServices,
  ...pledgeServices,
  ...tillCheckoutServices,
  ...verificationServices,
  ...offlineServices,
  ...shiftServices,
  MemberHistory,
  PurchaseHistory,
  Replayer,
  Backtests,
  MembersDesk,
  Overview,
  Books,
  CardMembers,
  Settling,
  Imports,
  ...demoServices,
]

export const controllers = [
  MembersHttp,
  SignInHttp,
  StoresHttp,
  OperatorsHttp,
  OperatorDeskHttp,
  ...imageControllers,
  AdjustmentsHttp,
  ...couponControllers,
  PremisesHttp,
  ...earningControllers,
  StaffBillsHttp,
  PosBillsHttp,
  MenuHttp,
  TiersHttp,
  StatementsHttp,
  MonthStatementsHttp,
  ...mallControllers,
  ...paymentControllers,
  ...checkoutControllers,
  ...drawControllers,
  ...pledgeControllers,
  ...tillCheckoutControllers,
  ...verificationControllers,
  ...offlineControllers,
  ...shiftControllers,
  ...messageControllers,
  BacktestsHttp,
  SupportHttp,
]
