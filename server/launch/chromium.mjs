import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { aptInstall, hasApt, isRoot } from './apt.mjs'
import { say, Trouble } from './say.mjs'

const waysOut =
  'install it (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH to a Chromium or Chrome that you have.'

/**
 * The Chromium for browser tests and screenshots: `CHROMIUM_PATH`, else the machine's, else installed where apt can.
 * Sees to a Chinese font as well, without which pages photograph as empty boxes.
 * @returns {Promise<string>} its file
 * @throws {Trouble} when there is none
 */
export async function findChromium() {
  const given = process.env.CHROMIUM_PATH
  if (given && !works(given))
    throw new Trouble(`CHROMIUM_PATH is ${given}, which is no Chromium that runs here: ${waysOut}`)
  const found = given ?? onThisMachine()
  const missing = [...(found ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])]
  if (missing.length > 0 && isRoot && hasApt()) await install(missing)
  const chromium = found ?? onThisMachine()
  if (!chromium) throw new Trouble(`There is no Chromium on this machine for the browser tests: ${waysOut}`)
  if (!hasChineseFont())
    say('  No Chinese font is installed, so screenshots will show empty boxes (fonts-noto-cjk has one).')
  return chromium
}

/** @param {string[]} packages */
async function install(packages) {
  try {
    await aptInstall(packages)
  } catch (error) {
    if (error instanceof Trouble && error.output) say(error.output.split('\n').slice(-5).join('\n'))
  }
}

function onThisMachine() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), '/usr/bin']
  const candidates = names.flatMap(name => folders.map(folder => path.join(folder, name)))
  candidates.push('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
  return candidates.find(works)
}

/** On Ubuntu `chromium` may be a note that asks for a snap, so being there is not enough. @param {string} file */
function works(file) {
  if (!fs.existsSync(file)) return false
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 })
  return status === 0 && /Chrom/.test(stdout)
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true // macOS brings one
  const { status, stdout } = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  if (status === 0) return stdout.trim() !== ''
  const folder = '/usr/share/fonts'
  const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : []
  return files.some(file => /cjk|wqy|sourcehan|noto.*sc/i.test(String(file)))
}
