import process from 'node:process'
import { endCommands } from './processes.mjs'
import { hush, say, sayTrouble, Trouble } from './say.mjs'

/** @type {(() => unknown)[]} */
const undo = []
let ending = false

/**
 * Registers what must be undone when this launcher ends, however it ends. Later registrations are undone first.
 * @param {() => unknown} action
 */
export function onEnd(action) {
  if (ending) return void action()
  undo.push(action)
}

/**
 * Runs a launcher from its first line to its exit code: refuses an old Node, prints trouble as one sentence, and on
 * Ctrl-C, SIGTERM or a closed terminal undoes everything in reverse order before it exits.
 * @param {() => Promise<number>} main resolves with the exit code
 * @param {{ interruptedCode?: number }} [options] the exit code after Ctrl-C
 */
export async function launch(main, { interruptedCode = 130 } = {}) {
  /** @type {Promise<number>} */
  const interrupted = new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(interruptedCode))
  })
  let code = 1
  try {
    checkNode()
    code = await Promise.race([main(), interrupted.finally(stopping)])
  } catch (error) {
    sayTrouble(error)
  }
  ending = true
  await endCommands()
  for (const action of undo.reverse()) {
    try {
      await action()
    } catch (error) {
      sayTrouble(error)
      code ||= 1
    }
  }
  process.exit(code)
}

function stopping() {
  hush()
  say('Stopping …')
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Trouble(`Node ${process.versions.node} is too old: install Node 20.19 or newer (https://nodejs.org).`)
}
