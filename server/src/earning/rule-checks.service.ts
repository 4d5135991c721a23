import { Inject, Injectable } from '@nestjs/common'
import { PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { Earning, placeOf } from './earning.service.js'
import { EarningSettings } from './earning-settings.service.js'
import { type Example, type ExampleContext, examplesOf, type Tick, tickHolds, tryCase } from './examples.rules.js'
import { crowdNotes, type LintContext, type LintNote, lintOf, overlapNotes, type Ruled } from './lint.rules.js'
import { ruleText } from './rule.texts.js'
import { RuleBook } from './rule-book.service.js'
import { RuleHistory } from './rule-history.service.js'
import { newestAt } from './versions.rules.js'
import { caseOf } from './witness.rules.js'

type Checked = Reply<'POST /console/rules/checks'>
type Shown = Checked['examples'][number]

interface TickRow {
  example_key: string
  tick: 'RIGHT' | 'WRONG'
  example: string
  applies: number
  points: number
}

/** An example as it was ticked, and what was said about it then. */
interface Kept extends Tick {
  key: string
  says: Example['says']
  case: Example['case']
}

/** Everything a definition is checked against, read before any lock. */
export interface Grounds {
  examples: ExampleContext
  lint: LintContext
}

/** Ticked right before a rule may be published. */
const NEEDED = 6
const MOST_SHOWN = 40
const USUAL_FEN = 10_000

/** Sentence, lint and borderline examples of a rule, and what the marketer has said about those. */
@Injectable()
export class RuleChecks {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RuleBook) private readonly book: RuleBook,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(EarningSettings) private readonly settings: EarningSettings,
    @Inject(RuleHistory) private readonly history: RuleHistory,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** What can be said of a definition without saving it. */
  async check({ code, definition }: Input<'POST /console/rules/checks'>['body']): Promise<Checked> {
    const rule = { code: code ?? 'new-rule', definition }
    const [grounds, kept] = await Promise.all([this.grounds(rule), code ? this.kept(code) : []])
    return {
      sentence: ruleText(definition, grounds.examples.names),
      lint: lintOf(rule, grounds.lint),
      examples: shown(rule, kept, grounds.examples),
    }
  }

  /** Keeps what the marketer says about examples. Refuses `input.invalid` for an example that there is not. */
  async tick(
    operator: Caller['operator'],
    rule: Ruled,
    ticks: Input<'PUT /console/rules/:code/ticks'>['body']['ticks'],
  ): Promise<void> {
    const [grounds, kept] = await Promise.all([this.grounds(rule), this.kept(rule.code)])
    const known = new Map(current(rule, kept, grounds.examples).map(example => [example.key, example]))
    const unknown = ticks.find(({ key }) => !known.has(key))
    if (unknown) throw new Refusal('input.invalid', { wrong: [{ path: 'body.ticks', problem: unknown.key }] })
    const by = `${operator.name} · ${operator.username}`
    await this.db.transaction(async tx => {
      for (const { key, tick } of ticks.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
        await change(tx, 'DELETE FROM rule_tick WHERE rule_code = ? AND example_key = ?', [rule.code, key])
        const { says, case: given, applies, points } = known.get(key)!
        await insert(tx, 'rule_tick', {
          rule_code: rule.code,
          example_key: key,
          tick,
          example: JSON.stringify({ says, case: given }),
          applies: applies ? 1 : 0,
          points,
          ticked_by: by,
          ticked_at: this.clock.now(),
        })
      }
    })
  }

  /**
   * Throws what keeps a draft from being published: `rule.crowded`, `rule.lint`, `rule.example_broken`, `rule.examples_missing`. The ticks
   * and the rules it would stand beside are read in the transaction, under the lock; everything else was read before it.
   */
  async assertSound(tx: Tx, rule: Ruled, grounds: Grounds): Promise<void> {
    await this.assertRoom(tx, rule)
    const grave = lintOf(rule, grounds.lint).filter(note => note.grave)
    if (grave.length > 0) throw new Refusal('rule.lint', { lint: grave })
    const kept = (await rowsOf<TickRow>(tx, TICKS, [rule.code])).map(keptOf)
    const examples = shown(rule, kept, grounds.examples)
    const broken = examples.filter(({ holds }) => !holds)
    if (broken.length > 0) throw new Refusal('rule.example_broken', { keys: broken.map(({ key }) => key) })
    const right = examples.filter(({ tick }) => tick === 'RIGHT').length
    const needed = Math.min(NEEDED, examples.length)
    if (right < needed) throw new Refusal('rule.examples_missing', { right, needed })
  }

  /** Throws `rule.crowded` when one bill could not hold this rule and all that stand beside it. */
  async assertRoom(tx: Tx, rule: Ruled): Promise<void> {
    const lint = crowdNotes(rule, await this.book.standing(tx, this.clock.now()))
    if (lint.length > 0) throw new Refusal('rule.crowded', { lint })
  }

  /** What a rule is held against: the other rules in force or to come, the last bills, the names of things. */
  async grounds(rule: Ruled): Promise<Grounds> {
    const now = this.clock.now()
    const [live, versions, history, stores, names, { cost, generousPercent }] = await Promise.all([
      this.earning.liveAt(now),
      this.book.list(),
      this.history.of(rule.definition),
      this.stores.list(),
      this.earning.namesOf([rule.definition]),
      this.settings.current(),
    ])
    const others = [...newestAt(versions, new Date(8.64e15)).values()].filter(
      ({ code, state }) => code !== rule.code && state === 'LIVE',
    )
    const [store] = stores
    const place = store ? placeOf(store) : { storeId: null, timeZone: PROGRAMME_ZONE, cutOffMinutes: 0 }
    return {
      examples: {
        now,
        place: { ...place, storeId: place.storeId ?? 0 },
        names,
        base: live.base.definition,
        cost,
      },
      lint: { now, others, cost, generousPercent, usualFen: USUAL_FEN, history },
    }
  }

  /** Overlaps of many rules at once, without looking at history. */
  conflictsOf(rule: Ruled, others: readonly Ruled[]): LintNote[] {
    return overlapNotes(rule, others)
  }

  private async kept(code: string): Promise<Kept[]> {
    return (await this.db.query<TickRow>(TICKS, [code])).map(keptOf)
  }
}

const TICKS =
  'SELECT example_key, tick, example, applies, points FROM rule_tick WHERE rule_code = ? ORDER BY example_key LIMIT 200'

function keptOf(row: TickRow): Kept {
  const { says, case: given } = JSON.parse(row.example) as { says: Example['says']; case: unknown }
  const outcome = { tick: row.tick, applies: row.applies === 1, points: row.points }
  return { key: row.example_key, says, case: caseOf(JSON.stringify(given)), ...outcome }
}

/** The examples of this definition, and ticked ones of an earlier one that come out differently now. */
function current(rule: Ruled, kept: readonly Kept[], context: ExampleContext): Example[] {
  const made = examplesOf(rule, context)
  const keys = new Set(made.map(({ key }) => key))
  const left = kept.filter(({ key }) => !keys.has(key)).map(tick => ({ ...tick, ...tryCase(rule, tick.case, context) }))
  const moved = left.filter(now => !tickHolds(kept.find(({ key }) => key === now.key)!, now))
  return [...made, ...moved].slice(0, MOST_SHOWN)
}

function shown(rule: Ruled, kept: readonly Kept[], context: ExampleContext): Shown[] {
  return current(rule, kept, context).map(({ key, says, applies, points, because }) => {
    const before = kept.find(tick => tick.key === key) ?? null
    // Held against the case as it was ticked: a later edit may have made another case under the same name.
    const holds = tickHolds(before, before ? tryCase(rule, before.case, context) : { applies, points })
    const differs = before && !holds ? { applies: before.applies, points: before.points } : null
    return { key, says, applies, points, because, tick: before?.tick ?? null, holds, before: differs }
  })
}
