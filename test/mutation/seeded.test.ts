import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { expect, test } from '@jest/globals'
import { runSeeded } from './run-seeded.mjs'
import { root, seeded } from './seeded.mjs'

// `npm run mutate` lets every saboteur loose; here are those whose tests take a moment, and what would make the others
// stop being caught without anybody noticing.
const QUICK = ['uses the key of an expiry again', 'skips the hash check', 'drops kept refusals']

const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8')

test.each(seeded)(
  'who $name finds his place in the source, and the test named for him is there',
  ({ file, find, caught }) => {
    expect(read(file).split(find).length - 1).toBe(1)
    expect(read(caught.file)).toContain(caught.written ?? caught.name)
  },
)

test.each(seeded.filter(({ name }) => QUICK.includes(name)))(
  'who $name is caught',
  async mutant => {
    const { failed, output } = await runSeeded(mutant, { databaseUrl: process.env.TEST_DATABASE_URL ?? '' })
    expect(failed.length > 0 ? failed : output).toEqual([expect.stringContaining(mutant.caught.name)])
  },
  120_000,
)

test('there are at least ten of them', () => {
  expect(seeded.length).toBeGreaterThanOrEqual(10)
})
