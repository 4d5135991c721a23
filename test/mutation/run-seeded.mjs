/** Runs the named test of a mutant, and says which of the tests with that name failed. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { root } from './seeded.mjs'

const LIMIT_MS = 300_000

/**
 * @param {import('./seeded.mjs').Seeded} mutant
 * @param {{ databaseUrl: string, healthy?: boolean }} how `healthy` leaves the sources as they are
 * @returns {Promise<{ failed: string[], passed: string[], output: string }>}
 */
export async function runSeeded({ name, caught }, { databaseUrl, healthy = false }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'huitou-seeded-'))
  const results = path.join(folder, 'results.json')
  const jest = path.join(root, 'test/node_modules/jest/bin/jest.js')
  const config = path.join(root, 'test/mutation/seeded.jest.config.mjs')
  // A saboteur may leave things behind that never end.
  const wanted = ['--forceExit', '--runTestsByPath', path.join(root, caught.file), '-t', escaped(caught.name)]
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      jest,
      '--config',
      config,
      '--json',
      `--outputFile=${results}`,
      ...wanted,
    ],
    {
      cwd: root,
      env: { ...process.env, ...caught.env, TEST_DATABASE_URL: databaseUrl, SEEDED_MUTANT: healthy ? '' : name },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const late = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
  let output = ''
  child.stderr.on('data', data => {
    output = (output + data).slice(-6000)
  })
  await new Promise(resolve => child.once('close', resolve))
  clearTimeout(late)
  try {
    if (!fs.existsSync(results)) return { failed: [], passed: [], output }
    const { testResults } = JSON.parse(fs.readFileSync(results, 'utf8'))
    const titles = (/** @type {string} */ status) =>
      testResults.flatMap((/** @type {{ assertionResults: { status: string, fullName: string }[] }} */ file) =>
        file.assertionResults.filter(test => test.status === status).map(test => test.fullName),
      )
    return { failed: titles('failed'), passed: titles('passed'), output }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} text */
const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
