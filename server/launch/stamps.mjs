import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { root, stampsDir } from './places.mjs'

const notSource = new Set(['node_modules', 'dist', '.swc', '.temp', '.cache', '.data', '.git'])

/**
 * The hash of everything in these files and folders that a build could depend on: names and contents, no dates.
 * Tests and what builds leave behind do not count.
 * @param {string[]} sources relative to the project's folder; missing ones are fine
 */
export function contentHash(sources) {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesUnder(path.join(root, source))) {
      hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex')
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesUnder(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false })
  if (!stat) return []
  if (stat.isFile()) return [place]
  return fs
    .readdirSync(place, { withFileTypes: true })
    .filter(entry => !notSource.has(entry.name) && !/\.test\.tsx?$|\.tsbuildinfo$|\.log$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => (entry.isFile() || entry.isDirectory() ? filesUnder(path.join(place, entry.name)) : []))
}

/**
 * Whether a step was last finished with exactly these inputs, and what it made is still there.
 * @param {string} name
 * @param {{ hash: string, outputs: string[] }} state outputs are relative to the project's folder
 */
export function isFresh(name, { hash, outputs }) {
  const file = path.join(stampsDir, name)
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== hash) return false
  return outputs.every(output => fs.existsSync(path.join(root, output)))
}

/**
 * Notes that a step is finished. Nothing else writes stamps, so an interrupted step is simply done again.
 * @param {string} name
 * @param {string} hash
 */
export function stamp(name, hash) {
  fs.mkdirSync(stampsDir, { recursive: true })
  fs.writeFileSync(path.join(stampsDir, name), hash)
}

/** Forgets that a step was finished, before it is done again: half of its output is not its output. @param {string} name */
export function unstamp(name) {
  fs.rmSync(path.join(stampsDir, name), { force: true })
}
