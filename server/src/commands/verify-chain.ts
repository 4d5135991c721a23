/**
 * Replays the hash chain of every account and every sealed block, and names the first row that was altered; exit code 1
 * when there is one. `--json` leaves out the sentences. `--anchor "<place>"` notes that the newest block's hash was
 * written down there; `--against <block>:<hash>`, any number of times, holds the blocks against hashes kept elsewhere.
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { type Anchor, ChainVerifier, type Verification } from '../ledger/chain-verify.service.js'
import { Sealer } from '../ledger/sealer.service.js'
import { command, print, tell, withServer } from './command.js'

const PROGRESS_MS = 2_000

await command(async () => {
  const { json, anchor, against } = readOptions()
  return withServer(async app => {
    const result = await app.get(ChainVerifier).verify({ anchors: against, progress: everySoOften() })
    const anchored =
      anchor !== undefined && result.clean && result.lastBlock ? await app.get(Sealer).anchor(anchor) : null
    if (!json) for (const line of sentencesOf(result)) print(line)
    if (!json && anchored)
      print(`anchored  block ${anchored.seq} at ${anchor}: keep ${anchored.seq}:${anchored.hash.toString('hex')}`)
    if (!json && anchor !== undefined && !anchored)
      print(`not anchored: ${result.clean ? 'nothing is sealed yet' : 'the ledger was altered'}`)
    print(JSON.stringify(summaryOf(result, anchored?.seq ?? null)))
    return result.clean ? 0 : 1
  })
})

function readOptions(): { json: boolean; anchor: string | undefined; against: Anchor[] } {
  const options = {
    json: { type: 'boolean' },
    anchor: { type: 'string' },
    against: { type: 'string', multiple: true },
  } as const
  const { values } = parseArgs({ options, args: process.argv.slice(2) })
  const anchor = values.anchor?.trim()
  if (anchor !== undefined && (anchor.length < 2 || anchor.length > 200))
    throw new Error('Say in 2 to 200 characters where the hash is kept: --anchor "mail to finance".')
  return { json: values.json ?? false, anchor, against: (values.against ?? []).map(anchorOf) }
}

function anchorOf(text: string): Anchor {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim()) ?? []
  if (!seq || !hash) throw new Error(`${text} is not an anchor: give the block's number, a colon and its hash.`)
  return { seq: Number(seq), hash: hash.toLowerCase() }
}

function everySoOften(): (step: string, done: number, of: number) => void {
  let told = performance.now()
  return (step, done, of) => {
    if (performance.now() - told < PROGRESS_MS) return
    told = performance.now()
    tell(`${step}: ${done} of ${of}`)
  }
}

function* sentencesOf(result: Verification): Generator<string> {
  const { accounts, postings, blocks, sealed, unsealed, findings, found, lastBlock } = result
  yield `chains    ${accounts} accounts with ${postings} postings`
  yield `blocks    ${blocks} with ${sealed} journals; ${unsealed} journals wait for theirs`
  if (lastBlock) yield `newest    block ${lastBlock.seq}, ${lastBlock.hash}`
  const [first, ...others] = findings
  if (!first) return
  yield `ALTERED   first: ${sentenceOf(first)}`
  for (const other of others) yield `          then: ${sentenceOf(other)}`
  if (found > findings.length) yield `          and ${found - findings.length} more`
}

function sentenceOf({ table, key, what }: Verification['findings'][number]): string {
  const keys = Object.entries(key).map(([name, value]) => `${name} ${value}`)
  return `${table} (${keys.join(', ')}): ${what}`
}

function summaryOf(result: Verification, anchored: number | null) {
  const { findings, checkedAt, ...counts } = result
  const told = findings.map(({ table, key, what }) => ({ table, key, what }))
  return { ...counts, first: told[0] ?? null, others: told.slice(1, 20), anchored, checkedAt: checkedAt.toISOString() }
}
