/**
 * Imports the sales of a till's CSV export: `import-sales FILE [--dry-run] [--json] [--store CODE] [--map column=name …]`.
 * Run again after a kill, it goes on where it was. The last line of stdout is one JSON object; with --json it is the
 * only one. Exit code 1 only when the file could not be imported at all; rows that were left out are in `bad`.
 */
import { statSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { CAFE, type ImportOrder, type ImportSummary, Imports, type Tally } from '../imports/imports.service.js'
import { FIELDS, type Field, sentenceOf } from '../imports/sales.rules.js'
import { command, print, tell, withServer } from './command.js'

const USAGE = 'Usage: import-sales FILE [--dry-run] [--json] [--store CODE] [--map column=name …]'
/** Bad rows that are listed; the rest is counted. */
const LISTED = 1_000
const PROGRESS_MS = 1_000

await command(async () => {
  const { json, ...order } = readArguments(process.argv.slice(2))
  const say = json ? tell : print
  let listed = 0
  let toldAt = Date.now()
  const summary = await withServer(app =>
    app.get(Imports).run({
      ...order,
      onBad(line, bad) {
        listed += 1
        if (listed <= LISTED) say(`line ${line}: ${sentenceOf(bad)}`)
      },
      onProgress(tally) {
        if (Date.now() - toldAt < PROGRESS_MS) return
        toldAt = Date.now()
        tell(progressOf(tally))
      },
    }),
  )
  if (listed > LISTED) say(`and ${formatted(listed - LISTED)} more bad rows`)
  say(textOf(summary, order))
  print(JSON.stringify(summary))
  return 0
})

function readArguments(args: string[]): Omit<ImportOrder, 'onBad' | 'onProgress'> & { json: boolean } {
  const { values, positionals } = parsed(args)
  const [file, ...more] = positionals
  if (!file || more.length > 0) throw new Error(USAGE)
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) throw new Error(`There is no file ${file}.`)
  if (!stat.isFile()) throw new Error(`${file} is not a file.`)
  return {
    file,
    storeCode: values.store ?? CAFE.code,
    names: namesOf(values.map ?? []),
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
  }
}

function parsed(args: string[]) {
  const options = {
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
    store: { type: 'string' },
    map: { type: 'string', multiple: true },
  } as const
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new Error(`${(error as Error).message.split('\n')[0]} ${USAGE}`)
  }
}

function namesOf(pairs: string[]): Partial<Record<Field, string>> {
  const names: Partial<Record<Field, string>> = {}
  for (const pair of pairs) {
    const [field = '', ...name] = pair.split('=')
    if (!isField(field) || name.join('=').trim() === '')
      throw new Error(`--map ${pair} should be one of ${FIELDS.join(', ')}, an equals sign and the name in the file.`)
    names[field] = name.join('=')
  }
  return names
}

function isField(text: string): text is Field {
  return (FIELDS as readonly string[]).includes(text)
}

function progressOf({ rows, purchases, cash, repeated, bad }: Tally): string {
  return `${formatted(rows)} rows read: ${formatted(purchases + cash)} new, ${formatted(repeated)} known, ${formatted(bad)} bad`
}

function textOf(summary: ImportSummary, { dryRun }: { dryRun: boolean }): string {
  const { rows, purchases, members, points, cash, repeated, bad, rowsPerSecond } = summary
  return [
    dryRun ? 'Nothing was written. An import would read' : 'Imported',
    `${formatted(rows)} rows (${formatted(rowsPerSecond)} a second):`,
    `${formatted(purchases)} purchases of members (${formatted(members)} new members, ${formatted(points)} points),`,
    `${formatted(cash)} cash sales, ${formatted(repeated)} known already, ${formatted(bad)} bad.`,
  ].join(' ')
}

function formatted(count: number): string {
  return count.toLocaleString('en-US')
}
