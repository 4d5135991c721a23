/** Tables, services and controllers of the feature earning, for the list of all providers. */
import { Awards } from './earning/awards.service.js'
import { Birthdays } from './earning/birthdays.jobs.js'
import { EarningHttp } from './earning/earning.http.js'
import { Earning } from './earning/earning.service.js'
import * as tables from './earning/earning.tables.js'
import { EarningOfficeHttp } from './earning/earning-office.http.js'
import { EarningSettings } from './earning/earning-settings.service.js'
import { JoiningHttp } from './earning/joining.http.js'
import { Joining } from './earning/joining.service.js'
import { ManualAwards } from './earning/manual-awards.service.js'
import { Restrictions } from './earning/restrictions.service.js'
import { RuleBook } from './earning/rule-book.service.js'
import { RuleChecks } from './earning/rule-checks.service.js'
import { RuleDesk } from './earning/rule-desk.service.js'
import { RuleDrafts } from './earning/rule-drafts.service.js'
import { RuleFiguresReader } from './earning/rule-figures.service.js'
import { RuleHistory } from './earning/rule-history.service.js'
import { RuleNames } from './earning/rule-names.service.js'
import { RuleOptionsReader } from './earning/rule-options.service.js'
import { RuleRequests } from './earning/rule-requests.service.js'
import { RulesHttp } from './earning/rules.http.js'
import { SettingsDesk } from './earning/settings-desk.service.js'
import { Simulations } from './earning/simulations.service.js'

export const earningTables = Object.values(tables)

export const earningServices = [
  RuleBook,
  EarningSettings,
  SettingsDesk,
  RuleNames,
  RuleDrafts,
  RuleRequests,
  Restrictions,
  Earning,
  RuleHistory,
  RuleChecks,
  RuleFiguresReader,
  RuleOptionsReader,
  RuleDesk,
  Simulations,
  Awards,
  ManualAwards,
  Joining,
  Birthdays,
]

export const earningControllers = [EarningHttp, JoiningHttp, RulesHttp, EarningOfficeHttp]
