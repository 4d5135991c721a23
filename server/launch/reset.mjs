import fs from 'node:fs'
import path from 'node:path'
import { endLeftover } from './database.mjs'
import { givenDatabase } from './database-given.mjs'
import { claimDataDir, isDataFolder, ownMarks } from './instance.mjs'
import { launch } from './launch.mjs'
import { dataDir, root } from './places.mjs'
import { say, Trouble } from './say.mjs'

// The default data folder holds what belongs to the checkout besides; and the folder stays a data folder, held by us.
const kept = ['tools', 'stamps', 'tests', ...ownMarks]

await launch(async () => {
  const folder = dataDir()
  if (!fs.existsSync(folder)) {
    say(`There is nothing to clear: ${folder} does not exist.`)
    return 0
  }
  if (!isDataFolder(folder) && folder !== path.join(root, '.data')) {
    throw new Trouble(`${folder} is no data folder of Huitou, so it is left alone.`)
  }
  await claimDataDir('npm run reset')
  await endLeftover(path.join(folder, 'db'))
  for (const name of fs.readdirSync(folder)) {
    if (!kept.includes(name)) fs.rmSync(path.join(folder, name), { recursive: true, force: true })
  }
  say(`Cleared ${folder}.${givenDatabase() ? ' The database of DATABASE_URL is not touched.' : ''}`)
  return 0
})
