import { afterAll, expect, test } from '@jest/globals'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, openWeapp } from './open-weapp.js'
import { packageSizes } from './size-gate.js'

/** What React and its compiler ask for by `typeof` and do without. Anything else would be missed on a phone. */
const PROBED = ['MessageChannel', 'SuppressedError', 'performance', 'self']

/** What pages are opened with inside the app; the others ignore it. */
const PARAMETERS = { entryNo: '1', billNo: 'B1', id: '1', code: 'LATTE', token: 'T1' }

afterAll(closeBrowser)

test('every page of the built app opens on a phone without a network and says something', async () => {
  const dist = builtWeapp()
  const app = await openWeapp({ dist, device: { online: false }, loginCode: () => 'code', phoneCode: () => null })
  const silent: string[] = []
  const missing = new Set<string>()
  for (const path of Object.values(packageSizes(dist).pages).flat()) {
    await app.restart({ path, query: PARAMETERS })
    // The title alone, or a skeleton that never ends, helps nobody.
    await app.see(/\n\s*\S/, { timeout: 8_000 }).catch(() => silent.push(path))
    await app.assertHealthy()
    for (const name of Object.keys((await app.stats()).missingGlobals)) missing.add(name)
  }
  await app.close()
  expect(silent).toEqual([])
  expect([...missing].filter(name => !PROBED.includes(name))).toEqual([])
}, 120_000)
