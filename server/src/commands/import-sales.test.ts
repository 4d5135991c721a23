import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Ended, lastLine, startCommand } from '../../../test/command-process.js'
import { openWorld, type World } from '../../../test/world.js'
import type { ImportSummary } from '../imports/imports.service.js'

const HEADER = 'date,datetime,cash_type,card,money,coffee_name'

let world: World
let folder: string
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  folder = mkdtempSync(path.join(tmpdir(), 'huitou-command-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await world.close()
})

const start = (args: string[], node: string[] = []) =>
  startCommand('import-sales', args, { databaseUrl: world.databaseUrl, node })

function fileOf(name: string, lines: string[]): string {
  const file = path.join(folder, name)
  writeFileSync(file, lines.join('\n'))
  return file
}

describe('the answer', () => {
  test('is the last line of stdout; the bad rows and the summary for people come before it', async () => {
    const file = fileOf('two.csv', [HEADER, ',2025/3/1 8:00,card,ANSWER-1,20,Latte', ',2025/2/29 8:00,card,X,20,Latte'])
    const ended = await start([file]).ended
    expect(ended.code).toBe(0)
    expect(lastLine(ended)).toMatchObject({
      rows: 2,
      purchases: 1,
      members: 1,
      points: 20,
      cash: 0,
      repeated: 0,
      bad: 1,
    })
    const said = ended.stdout.trimEnd().split('\n')
    expect(said[0]).toBe('line 3: this is no date and time there ever was ("2025/2/29 8:00")')
    expect(said[1]).toMatch(/^Imported 2 rows \(.*\): 1 purchases of members \(1 new members, 20 points\), /)
    expect(said).toHaveLength(3)
  })
  test('is all of stdout with --json', async () => {
    const file = fileOf('json.csv', [HEADER, ',2025/3/1 8:00,card,JSON-1,20,Latte', 'not a sale'])
    const ended = await start([file, '--json', '--dry-run']).ended
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(lastLine(ended)).toMatchObject({ rows: 2, purchases: 1, bad: 1 })
    expect(ended.stderr).toContain('line 3: the row does not have as many cells as the first line (1/6)')
    expect(ended.stderr).toContain('Nothing was written.')
  })
})

describe('one clear sentence and exit code 1', () => {
  const whole = [HEADER, ',2025/3/1 8:00,card,X,20,Latte']
  test.each([
    ['no file named', [], /^Usage: import-sales FILE/],
    ['two files', ['a.csv', 'b.csv'], /^Usage: import-sales FILE/],
    ['a file that is not there', ['nowhere.csv'], /^There is no file nowhere\.csv\.$/],
    ['a folder', ['FOLDER'], /is not a file\.$/],
    ['an option nobody knows', ['FILE', '--fast'], /^Unknown option '--fast'.*Usage/],
    ['a column nobody reads', ['FILE', '--map', 'tea=x'], /^--map tea=x should be one of date, datetime/],
    ['a column that is not there', ['FILE', '--map', 'money=sum'], /has no column sum; it has date, datetime/],
    ['a store that is not there', ['FILE', '--store', 'NOPE'], /^There is no store with the code NOPE/],
  ])('%s', async (_, args, sentence) => {
    const file = fileOf('whole.csv', whole)
    const real = args.map(arg => ({ FILE: file, FOLDER: folder })[arg] ?? arg)
    const ended = await start(real).ended
    expect([ended.code, ended.stdout]).toEqual([1, ''])
    expect(ended.stderr.trim()).toMatch(sentence)
    expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  })
})

const SALES = 6_000
const CARDS = 900

/** A year of sales in the order of time, each fourth minute with two equal cups. */
function yearOfSales(): string[] {
  const lines = [HEADER]
  for (let n = 0; n < SALES; n += 1) {
    const at = new Date(Date.UTC(2025, 0, 1, 8, (n - (n % 4 === 3 ? 1 : 0)) * 61))
    const time = `${at.toISOString().slice(0, 10)} ${at.toISOString().slice(11, 16)}`
    const card = (n - (n % 4 === 3 ? 1 : 0)) % CARDS
    lines.push(n % 50 === 49 ? `,${time},cash,,12.5,Tea` : `,${time},card,KILL-${card},38.7,Latte`)
  }
  return lines
}

test('killed three times on its way and run again, an import ends as if nothing had happened', async () => {
  const file = fileOf('year.csv', yearOfSales())
  const count = async () => {
    const [row] = await world.db.query<{ n: number }>("SELECT COUNT(*) AS n FROM purchase WHERE recorded_by = 'IMPORT'")
    return row!.n
  }
  const before = await count()
  for (const until of [300, 1_800, 3_900]) {
    const running = start([file, '--json'])
    while ((await count()) - before < until) await sleep(5)
    running.kill9()
    await running.ended
    const there = (await count()) - before
    expect(there).toBeGreaterThanOrEqual(until)
    expect(there).toBeLessThan(SALES)
  }
  const there = (await count()) - before
  const last = lastLine<ImportSummary>(await start([file, '--json']).ended)
  expect(last).toMatchObject({ rows: SALES, repeated: there, bad: 0 })
  expect(last.purchases + last.cash).toBe(SALES - there)
  const cash = SALES / 50
  const [total] = await world.db.query(
    `SELECT COUNT(*) AS purchases, COUNT(DISTINCT b.member_id) AS members, SUM(b.member_id IS NULL) AS cash, SUM(b.points) AS points
     FROM purchase b LEFT JOIN external_card c ON c.member_id = b.member_id WHERE (c.card_no LIKE 'KILL-%' OR b.paid_fen = 1250)`,
  )
  const cards = new Set(yearOfSales().flatMap(line => /KILL-\d+/.exec(line) ?? [])).size
  expect(total).toEqual({ purchases: SALES, members: cards, cash, points: (SALES - cash) * 38 })
  expect(await world.books()).toEqual({})
  const again = lastLine<ImportSummary>(await start([file, '--json']).ended)
  expect(again).toMatchObject({ purchases: 0, points: 0, members: 0, cash: 0, repeated: SALES })
}, 240_000)

const MILLION = 1_000_000
const BAD_EVERY = 250
/** Has node tell the largest memory it ever had, in kilobytes, when the command is through. */
const TELL_PEAK =
  "--import=data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))"
const peakOf = ({ stderr }: Ended) => Number(/peak (\d+)$/.exec(stderr)?.[1]) / 1024

test('a dry run over a million rows takes little more memory than one over two, and lists a thousand of its bad rows', async () => {
  const two = fileOf('small.csv', [HEADER, ',2025/3/1 8:00,card,S-1,20,Latte', ',2025/3/1 8:00,card,S-2,20,Latte'])
  const small = await start([two, '--dry-run'], [TELL_PEAK]).ended
  const file = path.join(folder, 'million.csv')
  await writeMillion(file)
  // Beside the heap, which must do with 96 MB, there are the counts of a million sales and cards: about 30 MB.
  const ended = await start([file, '--dry-run'], [TELL_PEAK, '--max-old-space-size=96']).ended
  expect(ended.code).toBe(0)
  expect(peakOf(ended) - peakOf(small)).toBeLessThan(120)
  const bad = MILLION / BAD_EVERY
  expect(lastLine(ended)).toMatchObject({ rows: MILLION, purchases: MILLION - bad, bad, repeated: 0 })
  const said = ended.stdout.trimEnd().split('\n')
  expect(said).toHaveLength(1_000 + 3)
  expect(said[0]).toBe(`line ${BAD_EVERY + 1}: the amount is not above zero ("0")`)
  expect(said[1_000]).toBe('and 3,000 more bad rows')
}, 240_000)

async function writeMillion(file: string): Promise<void> {
  const out = createWriteStream(file)
  out.write(`${HEADER}\n`)
  for (let n = 0; n < MILLION; n += 10_000) {
    let text = ''
    for (let row = n + 1; row <= n + 10_000; row += 1) {
      const at = new Date(Date.UTC(2024, 0, 1) + row * 60_000).toISOString()
      const money = row % BAD_EVERY === 0 ? '0' : '38.7'
      text += `x,${at.slice(0, 10)} ${at.slice(11, 16)},card,M-${row % 250_000},${money},Latte\n`
    }
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
