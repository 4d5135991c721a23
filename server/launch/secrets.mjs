import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { Trouble } from './say.mjs'

const names = ['SESSION_KEY', 'CODE_KEY', 'PHONE_KEY', 'PHONE_LOOKUP_KEY', 'TOTP_KEY', 'TOKEN_KEY']

/**
 * The keys of this instance as environment variables, `HUITOU_SESSION_KEY` and so on: 32 random bytes in base64 each,
 * made on the first run. A key given in the environment wins.
 * @param {string} dataDir
 * @param {{ dataExists: boolean }} [state] whether there is a database that was written with keys already
 * @returns {Record<string, string>}
 */
export function secrets(dataDir, { dataExists } = { dataExists: false }) {
  const file = path.join(dataDir, 'secrets.json')
  const given = (/** @type {string} */ name) => process.env[`HUITOU_${name}`]
  const kept = readSecrets(file)
  if (!kept && dataExists && !names.every(given)) {
    throw new Trouble(
      `${file} is gone, but the database beside it holds phone numbers that only its keys can read: put the file back, or start over with npm run reset.`,
    )
  }
  const all = { ...kept }
  for (const name of names) all[name] ??= randomBytes(32).toString('base64')
  if (!kept || names.some(name => !kept[name])) writePrivately(file, all)
  return Object.fromEntries(Object.entries(all).map(([name, key]) => [`HUITOU_${name}`, given(name) ?? key]))
}

/**
 * @param {string} file
 * @returns {Record<string, string> | undefined}
 */
function readSecrets(file) {
  if (!fs.existsSync(file)) return undefined
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    throw new Trouble(`${file} is damaged: put back a copy of it, or start over with npm run reset.`)
  }
}

/**
 * Writes a file only its owner may read, whole or not at all.
 * @param {string} file
 * @param {unknown} content
 */
export function writePrivately(file, content) {
  const draft = `${file}.${process.pid}`
  fs.writeFileSync(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600, flush: true })
  fs.renameSync(draft, file)
}
