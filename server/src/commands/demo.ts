/**
 * Fills in the demonstration: `demo [--seed N]`. Does nothing when it is there, and goes on where an earlier run was cut
 * off. Writes the sign-ins to DATA_DIR/demo.json when DATA_DIR is set; the last line of stdout is one JSON object.
 */
import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { Demo } from '../demo/demo.service.js'
import { command, print, withServer } from './command.js'

const SEED = 20_261_122

await command(async () => {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: String(SEED) } } })
  if (!/^\d{1,9}$/.test(values.seed)) throw new Error('--seed takes a whole number of up to nine digits.')
  const report = await withServer(app => app.get(Demo).seed(Number(values.seed)))
  const { already, members, bills, refunds, spends, seconds } = report
  print(
    already
      ? 'The demonstration is there already.'
      : `${bills} bills of ${members} members, ${refunds} refunds, ${spends} times points were spent, in ${seconds} s.`,
  )
  const { DATA_DIR } = process.env
  if (DATA_DIR) writePrivately(path.join(DATA_DIR, 'demo.json'), { signIns: report.signIns })
  print(JSON.stringify(report))
  return 0
})

/** Whole or not at all: whoever starts beside us may read it. It holds the key of a till. */
function writePrivately(file: string, content: object): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}
