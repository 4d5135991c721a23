/** Checks every invariant of the ledger: a line for each, the offending rows, and exit code 1 when one is broken. */
import { Invariants } from '../ledger/invariants.service.js'
import { command, print, withServer } from './command.js'

await command(async () => {
  const { clean, checks, checkedAt, milliseconds } = await withServer(app => app.get(Invariants).check())
  for (const { name, meaning, broken, sample } of checks) {
    print(`${broken === 0 ? 'holds ' : 'BROKEN'}  ${name.padEnd(4)} ${meaning.zh} · ${meaning.en}`)
    for (const row of sample) print(`          ${row}`)
    if (broken > sample.length) print(`          and ${broken - sample.length} more rows, as far as they were counted`)
  }
  const broken = Object.fromEntries(checks.filter(check => check.broken > 0).map(check => [check.name, check.broken]))
  print(JSON.stringify({ clean, checked: checks.length, broken, milliseconds, checkedAt: checkedAt.toISOString() }))
  return clean ? 0 : 1
})
