import { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'
import process from 'node:process'
import { isRecent } from './database-install.mjs'
import { root } from './places.mjs'
import { Trouble } from './say.mjs'

/** The database given in the environment, if any: one URL for run time, one for migrations (the same by default). */
export function givenDatabase() {
  const url = process.env.DATABASE_URL
  return url ? { url, adminUrl: process.env.DATABASE_ADMIN_URL ?? url } : undefined
}

/**
 * Makes sure that a database answers at a URL and is new enough. Needs nothing installed, so it comes before the long steps.
 * @param {string} text the URL
 * @throws {Trouble}
 */
export async function checkReachable(text) {
  const { host, port } = parseUrl(text)
  const where = `The database at ${host}:${port} (DATABASE_URL)`
  const greeting = await firstPacket(host, port).catch(error => {
    throw new Trouble(`${where} cannot be reached: ${error.message || error.code}.`)
  })
  if (greeting[4] === 0xff) throw new Trouble(`${where} refuses connections: ${greeting.subarray(7).toString('utf8')}.`)
  if (greeting[4] !== 10) throw new Trouble(`${where} is no MySQL or MariaDB.`)
  const said = greeting.subarray(5, greeting.indexOf(0, 5)).toString('latin1')
  // MariaDB before 11 puts "5.5.5-" before its version, for clients that take it for MySQL 5.
  const version = said.replace(/^5\.5\.5-/, '')
  const flavor = /mariadb/i.test(said) ? 'mariadb' : 'mysql'
  if (!isRecent(flavor, version))
    throw new Trouble(`${where} is version ${version}: MySQL 8 or MariaDB 10.6 is the oldest that works.`)
}

/**
 * Signs in at a URL, to tell a wrong password or a missing database from the failure of a migration. Comes after the installation.
 * @param {string} text the URL
 * @throws {Trouble}
 */
export async function checkSignIn(text) {
  const { host, port, user, database } = parseUrl(text)
  const mysql = createRequire(path.join(root, 'server/package.json'))('mysql2/promise')
  try {
    const connection = await mysql.createConnection({ uri: text, connectTimeout: 5_000 })
    await connection.end()
  } catch (error) {
    const { code, message } = /** @type {{ code?: string, message: string }} */ (error)
    const where = `the database at ${host}:${port} (DATABASE_URL)`
    if (code === 'ER_BAD_DB_ERROR') {
      throw new Trouble(
        `There is no database "${database}" in ${where}: create it with CREATE DATABASE ${database} CHARACTER SET utf8mb4.`,
      )
    }
    if (code === 'ER_ACCESS_DENIED_ERROR')
      throw new Trouble(`The user ${user} may not sign in to ${where}: check its password.`)
    throw new Trouble(`${user} cannot use ${where}: ${message}.`)
  }
}

/** @param {string} text */
function parseUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const database = url?.pathname.slice(1)
  if (!url || !/^(mysql|mariadb):$/.test(url.protocol) || !url.hostname || !database) {
    throw new Trouble('DATABASE_URL must look like mysql://user:password@host:3306/database.')
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port: Number(url.port || 3306), user: decodeURIComponent(url.username), database }
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<Buffer>}
 */
function firstPacket(host, port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port }).setTimeout(5_000)
    socket.once('data', packet => {
      socket.destroy()
      resolve(packet)
    })
    socket.once('timeout', () => socket.destroy(new Error('no answer within 5 seconds')))
    socket.once('error', reject).once('close', () => reject(new Error('the connection was closed at once')))
  })
}
