import type { RuleDefinition } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Caller, Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { CLOCK } from '../tokens.js'
import { Earning } from './earning.service.js'
import { BASE_RULE } from './occasion.rules.js'
import { ruleText } from './rule.texts.js'
import { RuleBook } from './rule-book.service.js'
import { RuleChecks } from './rule-checks.service.js'
import { type Draft, RuleDrafts } from './rule-drafts.service.js'
import { type RuleFigures, RuleFiguresReader } from './rule-figures.service.js'
import { RuleOptionsReader } from './rule-options.service.js'
import type { Names } from './telling.rules.js'
import { comingAt, newestAt, type RuleVersion, stateOf } from './versions.rules.js'

type Operator = Caller['operator']
type Summary = Reply<'GET /console/rules'>['items'][number]
type Detail = Reply<'GET /console/rules/:code'>

/** A rule as it stands: its draft, its versions newest first, and what it is shown by. */
interface Standing {
  rule: Draft
  versions: RuleVersion[]
  definition: RuleDefinition
}

/** Rules as operators see and change them. */
@Injectable()
export class RuleDesk {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RuleBook) private readonly book: RuleBook,
    @Inject(RuleDrafts) private readonly drafts: RuleDrafts,
    @Inject(RuleChecks) private readonly checks: RuleChecks,
    @Inject(RuleFiguresReader) private readonly figures: RuleFiguresReader,
    @Inject(RuleOptionsReader) private readonly reader: RuleOptionsReader,
    @Inject(Earning) private readonly earning: Earning,
  ) {}

  /** The base rate first, then by code. */
  async list(): Promise<Reply<'GET /console/rules'>> {
    const [rules, versions] = await Promise.all([this.drafts.list(), this.book.list()])
    const all = rules.map(rule => this.standing(rule, versions)).filter(standing => standing !== null)
    const [names, figures] = await Promise.all([
      this.earning.namesOf(all.map(({ definition }) => definition)),
      this.figures.of(rules.map(({ code }) => code)),
    ])
    const first = (code: string) => Number(code === BASE_RULE)
    return {
      items: all
        .map(standing => this.summary(standing, { all, names, figures }))
        .sort((a, b) => first(b.code) - first(a.code) || (a.code < b.code ? -1 : 1)),
    }
  }

  /** Refuses `record.not_found`. */
  async detail(code: string): Promise<Detail> {
    const [rule, rules, versions] = await Promise.all([this.drafts.get(code), this.drafts.list(), this.book.list()])
    const standing = this.standing(rule, versions)
    if (!standing) throw new Error(`rule ${code} has neither a draft nor a version`)
    const all = rules.map(other => this.standing(other, versions)).filter(other => other !== null)
    const edited = rule.draft ?? standing.definition
    const [names, figures, checked] = await Promise.all([
      this.earning.namesOf([...all.map(({ definition }) => definition), ...standing.versions.map(v => v.definition)]),
      this.figures.of([code]),
      this.checks.check({ code, definition: edited }),
    ])
    return {
      ...this.summary(standing, { all, names, figures }),
      revision: rule.revision,
      draft: rule.draft,
      versions: standing.versions.map(version => this.versionView(version, standing.versions, names)),
      lint: checked.lint,
      examples: checked.examples,
    }
  }

  async create(operator: Operator, body: Input<'POST /console/rules'>['body']): Promise<Detail> {
    return this.detail(await this.drafts.create(operator, body))
  }

  async save(operator: Operator, code: string, body: Input<'PUT /console/rules/:code/draft'>['body']): Promise<Detail> {
    await this.drafts.save(operator, code, body)
    return this.detail(code)
  }

  check(body: Input<'POST /console/rules/checks'>['body']): Promise<Reply<'POST /console/rules/checks'>> {
    return this.checks.check(body)
  }

  /** Refuses `record.not_found`, `input.invalid`. */
  async tick(operator: Operator, code: string, body: Input<'PUT /console/rules/:code/ticks'>['body']): Promise<Detail> {
    const [rule, versions] = await Promise.all([this.drafts.get(code), this.book.list(code)])
    const definition = rule.draft ?? this.standing(rule, versions)!.definition
    await this.checks.tick(operator, { code, definition }, body.ticks)
    return this.detail(code)
  }

  /** Refuses what `RuleDrafts.publish` and `RuleChecks.assertSound` refuse. */
  async publish(
    operator: Operator,
    code: string,
    body: Input<'POST /console/rules/:code/versions'>['body'],
  ): Promise<Detail> {
    const { draft } = await this.drafts.get(code)
    // Without a draft this is a repeat, or the lock will say so.
    const grounds = draft ? await this.checks.grounds({ code, definition: draft }) : null
    await this.drafts.publish(operator, code, {
      body,
      assertSound: async (tx, definition) => {
        if (!grounds) throw new Refusal('rule.edited_meanwhile')
        await this.checks.assertSound(tx, { code, definition }, grounds)
      },
    })
    return this.detail(code)
  }

  async pause(
    operator: Operator,
    code: string,
    body: Input<'POST /console/rules/:code/pauses'>['body'],
  ): Promise<Detail> {
    await this.drafts.pause(operator, code, {
      body,
      assertRoom: (tx, definition) => this.checks.assertRoom(tx, { code, definition }),
    })
    return this.detail(code)
  }

  async withdraw(
    operator: Operator,
    code: string,
    body: Input<'POST /console/rules/:code/withdrawals'>['body'],
  ): Promise<Detail> {
    await this.drafts.withdraw(operator, code, body)
    return this.detail(code)
  }

  templates(): Promise<Reply<'GET /console/rule-templates'>> {
    return this.reader.templates()
  }

  options(): Promise<Reply<'GET /console/rule-options'>> {
    return this.reader.options()
  }

  private standing(rule: Draft, all: readonly RuleVersion[]): Standing | null {
    const versions = all.filter(({ code }) => code === rule.code)
    const definition = (newestAt(versions, this.clock.now()).get(rule.code) ?? versions[0])?.definition ?? rule.draft
    return definition ? { rule, versions, definition } : null
  }

  private summary(
    { rule, versions, definition }: Standing,
    about: { all: readonly Standing[]; names: Names; figures: (code: string) => RuleFigures },
  ): Summary {
    const now = this.clock.now()
    const state = stateOf(versions, now)
    const others = about.all
      .filter(other => other.rule.code !== rule.code && ['LIVE', 'SCHEDULED'].includes(stateOf(other.versions, now)))
      .map(other => ({ code: other.rule.code, definition: other.definition }))
    return {
      code: rule.code,
      name: definition.name,
      trigger: definition.trigger,
      kind: definition.reward.kind,
      sentence: ruleText(definition, about.names),
      state,
      version: (newestAt(versions, now).get(rule.code) ?? versions[0])?.version ?? null,
      hasDraft: rule.draft !== null,
      ...about.figures(rule.code),
      budget: definition.budget,
      conflicts: this.checks.conflictsOf({ code: rule.code, definition }, others).length,
      coming: comingAt(versions, now),
    }
  }

  private versionView(
    version: RuleVersion,
    versions: readonly RuleVersion[],
    names: Names,
  ): Detail['versions'][number] {
    const now = this.clock.now()
    const inForce = newestAt(versions, now).get(version.code)
    const coming = comingAt(versions, now)?.version === version.version ? 'SCHEDULED' : 'ENDED'
    return {
      version: version.version,
      definition: version.definition,
      sentence: ruleText(version.definition, names),
      state: inForce?.id === version.id ? stateOf(versions, now) : coming,
      effectiveAt: version.effectiveAt.toISOString(),
      publishedAt: version.publishedAt.toISOString(),
      publishedBy: version.publishedBy,
      reason: version.reason,
    }
  }
}
