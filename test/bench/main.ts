/**
 * The figures of the README. `npm run bench [-- --json] [section …]`: sections are named by their figures or by the
 * word before the dot. The last line of stdout is one JSON object, name → figure; with --json it is the only one.
 */
import 'reflect-metadata'
import { register } from 'node:module'
import { type Figure, jsonOf, lineOf, type Section } from './figures.js'

register('./compiled-server.mjs', import.meta.url)
// A smaller crowd for the sections that take one.
const crowd = process.argv.map(argument => /^--members=([1-9]\d{0,6})$/.exec(argument)?.[1]).find(Boolean)
if (crowd) process.env.BENCH_MEMBERS = crowd
const { claims } = await import('./coupons-section.js')
const { hot, one, random } = await import('./ledger-sections.js')
const { earn, middleware } = await import('./http-sections.js')
const { history } = await import('./history-section.js')
const { flash } = await import('./flash-section.js')
const { invariants } = await import('./invariants-section.js')
const { redeems } = await import('./mall-section.js')
const { messages } = await import('./messages-section.js')
const { hold, holdHot, spend, spendHot } = await import('./moves-sections.js')
const { sweep } = await import('./sweep-section.js')

const SECTIONS: Record<string, Section> = {
  'ledger.random': random,
  'ledger.hot': hot,
  'ledger.one': one,
  'ledger.spend': spend,
  'ledger.spendHot': spendHot,
  'ledger.hold': hold,
  'ledger.holdHot': holdHot,
  'sweep.lots': sweep,
  'http.earn': earn,
  'http.middleware': middleware,
  'latency.history': history,
  'coupons.claim': claims,
  'mall.redeem': redeems,
  'mall.flash': flash,
  invariants,
  messages,
}

const flags = process.argv.slice(2).filter(argument => argument.startsWith('--'))
const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('--'))
const say = flags.includes('--json') ? console.error : console.log

const unknownFlag = flags.find(flag => flag !== '--json' && !flag.startsWith('--members='))
const chosen = Object.keys(SECTIONS).filter(name => wanted.length === 0 || wanted.some(word => names(word, name)))
const unknown = wanted.find(word => !Object.keys(SECTIONS).some(name => names(word, name)))
if (unknownFlag || unknown) {
  console.error(
    `There is no ${unknownFlag ?? `section "${unknown}"`}; there are --json, --members=<n>, ${Object.keys(SECTIONS).join(', ')}.`,
  )
  process.exit(2)
}

const figures: Figure[] = []
for (const name of chosen) {
  const began = performance.now()
  say(`${name} …`)
  const found = await (SECTIONS[name] as Section)()
  for (const figure of found) say(lineOf(figure))
  say(`  (${((performance.now() - began) / 1000).toFixed(0)} s)`)
  figures.push(...found)
}
console.log(jsonOf(figures))

function names(word: string, section: string): boolean {
  return section === word || section.startsWith(`${word}.`)
}
