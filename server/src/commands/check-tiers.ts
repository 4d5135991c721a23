/** Replays every member's tier from the facts and compares: what does not follow, and exit code 1 when there is any. */
import { TierReplay } from '../tiers/replay.service.js'
import { command, print, withServer } from './command.js'

await command(async () => {
  const { sample, ...check } = await withServer(app => app.get(TierReplay).check())
  for (const line of sample) print(`BROKEN  ${line}`)
  if (check.broken > sample.length) print(`        and ${check.broken - sample.length} more members`)
  print(JSON.stringify(check))
  return check.clean ? 0 : 1
})
