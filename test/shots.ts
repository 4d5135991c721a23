/**
 * `npm run shots [name …]`: photographs every screen in its states, large text and dark, into .data/pictures. Nobody
 * passes or fails here; whoever touched a screen opens the pictures.
 */
import process from 'node:process'
import { Demo } from '../server/src/demo/demo.service.js'
import { Eyes, type Look, type Visitor } from './e2e/browser.js'
import { photographOffice } from './shots-office.js'
import { castOf } from './shots-people.js'
import { type PhoneShot, phoneShots } from './shots-phone.js'
import { change } from './shots-weather.js'
import { openWorld, type World } from './world.js'

const SEED = 20_261_122
const SETTLE_MS = 1200

async function main(wanted: string[]): Promise<void> {
  const world = await openWorld({ liveClock: true })
  const eyes = await Eyes.open()
  try {
    await world.get(Demo).seed(SEED)
    const chosen = ({ name }: { name: string }) => wanted.length === 0 || wanted.some(start => name.startsWith(start))
    const phone = phoneShots(await castOf(world)).filter(chosen)
    for (const shot of phone)
      await photographPhone(world, eyes, shot).catch(error => process.stderr.write(`${shot.name}: ${error}\n`))
    await photographOffice(world, eyes, chosen)
  } finally {
    await eyes.close()
    await world.close()
  }
}

/** One screen as everybody sees it, in the dark, with the largest text, and in every weather it is known for. */
async function photographPhone(world: World, eyes: Eyes, shot: PhoneShot): Promise<void> {
  const url = `${world.url}/m/?device=${shot.device}${shot.path}`
  const taken = async (visitor: Visitor, suffix: string) => {
    await settle(visitor, url)
    await shot.hand?.(visitor, world)
    if (shot.hand) await visitor.page.waitForTimeout(SETTLE_MS)
    await visitor.picture(`m-${shot.name}${suffix}`, true)
  }
  await once(eyes, {}, visitor => taken(visitor, ''))
  await once(eyes, { dark: true }, visitor => taken(visitor, '-dark'))
  await once(eyes, {}, async visitor => {
    const kept = JSON.stringify({ data: { language: 'zh', textSize: 'HUGE' } })
    await visitor.page.addInitScript(
      ([key, value]) => localStorage.setItem(key!, value!),
      [`huitou:${shot.device}:preferences`, kept],
    )
    await taken(visitor, '-huge')
  })
  for (const weather of shot.weather ?? []) {
    await once(eyes, {}, async visitor => {
      // What a phone remembers is part of the states: it has been here before, unless the weather is broken at once.
      if (weather === 'OFFLINE') await settle(visitor, url)
      await change(visitor, weather)
      await settle(visitor, url, weather === 'OFFLINE')
      if (weather === 'OFFLINE') await visitor.context.setOffline(true)
      // A call that fails is tried again before the page says so.
      if (weather !== 'SLOW') await visitor.page.waitForTimeout(SETTLE_MS * 3)
      await visitor.picture(`m-${shot.name}-${weather.toLowerCase()}`, true)
    })
  }
}

async function once(eyes: Eyes, look: Look, work: (visitor: Visitor) => Promise<void>): Promise<void> {
  const visitor = await eyes.visitor(look)
  try {
    await work(visitor)
  } finally {
    await visitor.context.close()
  }
}

async function settle({ page }: Visitor, url: string, again = false): Promise<void> {
  if (again) await page.reload().catch(() => undefined)
  else await page.goto(url)
  await page.waitForTimeout(SETTLE_MS)
}

await main(process.argv.slice(2))
