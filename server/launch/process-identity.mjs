import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import process from 'node:process'

/**
 * What tells a process from a later one with the same number: pids are reused, above all in containers, where a
 * launcher often gets the very number the last one had. Undefined when no such process lives.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
  if (process.platform !== 'linux') return ps(pid, 'lstart=')
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    return `${boot} ${fields[19]}` // field 22 of proc(5): start time in ticks since boot
  } catch {
    return undefined
  }
}

/**
 * The command line of a process; empty when no such process lives.
 * @param {number} pid
 */
export function commandLineOf(pid) {
  if (process.platform !== 'linux') return ps(pid, 'command=') ?? ''
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/**
 * @param {number} pid
 * @param {string} column
 */
function ps(pid, column) {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', column], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
