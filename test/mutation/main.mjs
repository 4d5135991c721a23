/**
 * `npm run mutate [-- --rules | --seeded]`: first every small change there is to the pure rules, of which at least nine in
 * ten must be noticed by their unit tests; then the seeded saboteurs of the write path, each of which must be caught by
 * the test that is named for it, which passes without him. Ends with exit code 1 otherwise.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import { startDatabase } from '../../server/launch/database.mjs'
import { runSeeded } from './run-seeded.mjs'
import { root, seeded } from './seeded.mjs'

const only = process.argv[2]
let good = true

if (only !== '--seeded') {
  const stryker = spawnSync(process.execPath, [path.join(import.meta.dirname, 'stryker.mjs')], { stdio: 'inherit' })
  good = stryker.status === 0
}
if (only !== '--rules') good = (await catchAll()) && good
process.exit(good ? 0 : 1)

async function catchAll() {
  const home = path.join(process.env.DATA_DIR ?? path.join(root, '.data'), 'mutate/db')
  const database = await startDatabase({ home })
  let caught = 0
  try {
    for (const mutant of seeded) {
      const how = { databaseUrl: database.adminUrl }
      const healthy = await runSeeded(mutant, { ...how, healthy: true })
      const sick = await runSeeded(mutant, how)
      const yes = healthy.failed.length === 0 && healthy.passed.length > 0 && sick.failed.length > 0
      if (yes) caught += 1
      console.log(`${yes ? 'caught' : 'NOT CAUGHT'}: who ${mutant.name}, by "${sick.failed[0] ?? mutant.caught.name}"`)
      if (!yes) console.log(healthy.failed.length > 0 ? healthy.output : sick.output)
    }
  } finally {
    await database.stop()
  }
  console.log(`${caught} of ${seeded.length} saboteurs caught`)
  return caught === seeded.length
}
