import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { isRoot } from './apt.mjs'
import { run } from './processes.mjs'
import { Trouble } from './say.mjs'

/**
 * Makes the data folder of a private database with its two users, unless it is there. It is built aside and renamed
 * when complete, so an interrupted attempt leaves nothing that the next one could take for a database.
 * @param {import('./database-install.mjs').DatabaseServer} server
 * @param {{ home: string, passwords: { app: string, admin: string }, redo: string }} options `redo` is the option that sizes the log
 */
export async function createData(server, { home, passwords, redo }) {
  const data = path.join(home, 'data')
  for (const name of fs.readdirSync(home)) {
    if (name.startsWith('data.new')) fs.rmSync(path.join(home, name), { recursive: true, force: true })
  }
  if (fs.existsSync(data)) return
  const draft = path.join(home, `data.new-${process.pid}`)
  fs.mkdirSync(draft, { mode: 0o700 })
  if (server.flavor === 'mariadb') await createMariadb(server, { draft, home, passwords, redo })
  else await createMysql(server, { draft, home, passwords })
  fs.renameSync(draft, data)
}

/**
 * The runtime user gets its rights table by table from the migrations; the admin makes them, and databases for tests.
 * Both connect over loopback or the socket only, because nothing else is listened on.
 * @param {{ app: string, admin: string }} passwords
 */
function users({ app, admin }) {
  return [
    `CREATE USER 'huitou_app'@'%' IDENTIFIED BY '${app}';`,
    `CREATE USER 'huitou_admin'@'%' IDENTIFIED BY '${admin}';`,
    `GRANT ALL ON *.* TO 'huitou_admin'@'%' WITH GRANT OPTION;`,
    'CREATE DATABASE huitou CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;',
  ]
}

/**
 * What mariadb-install-db does, without it: that script needs the client package, five files of SQL do not.
 * @param {import('./database-install.mjs').DatabaseServer} server
 * @param {{ draft: string, home: string, passwords: { app: string, admin: string }, redo: string }} options
 */
async function createMariadb({ bin, base, env }, { draft, home, passwords, redo }) {
  const share = ['share/mysql', 'share/mariadb', 'share']
    .map(folder => path.join(base, folder))
    .find(folder => fs.existsSync(path.join(folder, 'maria_add_gis_sp_bootstrap.sql')))
  if (!share) throw new Trouble(`${bin} is there but its SQL files are not under ${base}/share: reinstall MariaDB.`)
  const read = (/** @type {string} */ name) => {
    const file = ['mysql', 'mariadb'].map(prefix => path.join(share, name.replace('*', prefix))).find(fs.existsSync)
    return fs.readFileSync(file ?? path.join(share, name), 'utf8')
  }
  const input = [
    'CREATE DATABASE IF NOT EXISTS mysql;',
    'USE mysql;',
    'SET @auth_root_socket = NULL;',
    read('*_system_tables.sql'),
    read('*_performance_tables.sql'),
    read('*_system_tables_data.sql'),
    read('maria_add_gis_sp_bootstrap.sql'),
    read('*_sys_schema.sql'),
    "DELETE FROM mysql.global_priv WHERE User IN ('', 'root');", // they come without a password
    'FLUSH PRIVILEGES;',
    ...users(passwords),
  ].join('\n')
  const args = [
    '--no-defaults',
    '--bootstrap',
    '--silent-startup',
    `--basedir=${base}`,
    `--lc-messages-dir=${share}`,
    `--datadir=${draft}`,
    `--tmpdir=${path.join(home, 'tmp')}`,
    '--log-warnings=0',
    '--enforce-storage-engine=',
    '--max-allowed-packet=8M',
    '--net-buffer-length=16K',
    '--skip-log-bin',
    redo,
    ...(isRoot ? ['--user=root'] : []),
  ]
  await run(bin, args, { env, input: `${input}\n`, failure: 'The data folder of the database could not be made' })
}

/**
 * @param {import('./database-install.mjs').DatabaseServer} server
 * @param {{ draft: string, home: string, passwords: { app: string, admin: string } }} options
 */
async function createMysql({ bin, base, env }, { draft, home, passwords }) {
  const script = path.join(home, `users-${process.pid}.sql`)
  fs.writeFileSync(script, [...users(passwords), "DROP USER 'root'@'localhost';", ''].join('\n'), { mode: 0o600 })
  const args = [
    '--no-defaults',
    '--initialize-insecure',
    `--init-file=${script}`,
    `--basedir=${base}`,
    `--datadir=${draft}`,
    `--tmpdir=${path.join(home, 'tmp')}`,
    ...(isRoot ? ['--user=root'] : []),
  ]
  try {
    await run(bin, args, { env, failure: 'The data folder of the database could not be made' })
  } finally {
    fs.rmSync(script, { force: true })
  }
}
