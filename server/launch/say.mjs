import process from 'node:process'

/** Expected trouble: its message is one sentence that tells what is wrong and what to do. Printed without a stack. */
export class Trouble extends Error {
  /**
   * @param {string} sentence
   * @param {string} [output] what the failing command printed, shown above the sentence
   */
  constructor(sentence, output = '') {
    super(sentence)
    this.output = output
  }
}

// Everything the launcher says goes to stderr: stdout belongs to the command that was asked for.
const terminal = process.stderr.isTTY === true
/** @type {Map<string, number>} name of a running step -> when it began, ms */
const running = new Map()
/** @type {NodeJS.Timeout | undefined} */
let ticking
let hushed = false

/** Prints one line. @param {string} line */
export function say(line) {
  wipe()
  process.stderr.write(`${line}\n`)
  draw()
}

/**
 * Runs one step of the launch and prints its name and seconds when it is done. Steps may overlap.
 * @template T
 * @param {string} name what is being done, such as 'build the server'
 * @param {() => Promise<T>} work resolves with the word `'unchanged'` when there was nothing to do
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  running.set(name, performance.now())
  ticking ??= setInterval(tick, terminal ? 200 : 15_000).unref()
  draw()
  let end = 'failed after'
  try {
    const result = await work()
    end = result === 'unchanged' ? 'unchanged' : ''
    return result
  } finally {
    const seconds = ((performance.now() - (running.get(name) ?? 0)) / 1000).toFixed(1)
    running.delete(name)
    if (!hushed) say(`  ${name.padEnd(44, ' .')} ${end}${end ? ' ' : ''}${seconds} s`)
    if (running.size === 0) {
      clearInterval(ticking)
      ticking = undefined
    }
  }
}

function tick() {
  if (terminal) return draw()
  // A log file cannot be redrawn, so long steps say now and then that they are still at work.
  process.stderr.write(`  … still at it: ${underway()}\n`)
}

function underway() {
  const now = performance.now()
  return [...running].map(([name, since]) => `${name} (${Math.round((now - since) / 1000)} s)`).join(', ')
}

function draw() {
  if (!terminal || running.size === 0) return
  const width = (process.stderr.columns ?? 80) - 1
  process.stderr.write(`\r\x1b[K${`  … ${underway()}`.slice(0, width)}`)
}

function wipe() {
  if (terminal) process.stderr.write('\r\x1b[K')
}

/** Says nothing more about steps: the launcher is ending, and they are cut short. */
export function hush() {
  hushed = true
  running.clear()
  clearInterval(ticking)
  wipe()
}

/**
 * Prints what went wrong: a sentence for expected trouble, the stack for a bug of the launcher itself.
 * @param {unknown} error
 */
export function sayTrouble(error) {
  hush()
  if (!(error instanceof Error)) return say(String(error))
  const code = 'code' in error ? error.code : undefined
  if (error instanceof Trouble) {
    if (error.output) say(error.output.trimEnd())
    say(error.message)
  } else if (code === 'ENOSPC' || code === 'EDQUOT') say(diskIsFull(error.message))
  else if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') say(`A file cannot be written: ${error.message}.`)
  else say(`The launcher itself failed, which is a bug: ${error.stack}`)
}

/**
 * The line that says the disk is full, in the words of Node, the shell, MariaDB or MySQL; undefined when none does.
 * @param {string} output
 */
export function diskFullLine(output) {
  const full = /ENOSPC|EDQUOT|No space left on device|(error|errno:?) 28\b|Disk (is )?full/i
  return output
    .split('\n')
    .find(line => full.test(line))
    ?.slice(0, 200)
}

/** @param {string} where */
export function diskIsFull(where) {
  return `The disk is full (${where.trim()}): free about 2 GB and run the command again, nothing has to be cleaned up by hand.`
}
