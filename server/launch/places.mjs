import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** The folder of the whole project. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Tools and build stamps belong to the checkout, so every instance started from it shares them. */
export const toolsDir = path.join(root, '.data/tools')
export const stampsDir = path.join(root, '.data/stamps')

/** npm runs scripts from the project's folder; a path the caller typed is relative to where the caller stood. */
export const callerDir = process.env.INIT_CWD ?? process.cwd()

/** Where this instance keeps its database, secrets and logs. `DATA_DIR` chooses it; two instances need two. */
export function dataDir() {
  return process.env.DATA_DIR ? path.resolve(callerDir, process.env.DATA_DIR) : path.join(root, '.data')
}
