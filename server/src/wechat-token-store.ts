/** Where all processes of a deployment share the one access token of the WeChat app: a row of `shared_token`. */
import type { KeyObject } from 'node:crypto'
import type { Db } from './db.js'
import { seal, unseal } from './sealing.js'
import type { StoredToken, TokenStore } from './wechat/wechat.token.js'

interface Row {
  value: string
  expires_at: Date
}

/** Whoever reads the table does not read the token: it lies there sealed. A row from before that is read as it is. */
export class SharedTokenStore implements TokenStore {
  private readonly name: string

  constructor(
    private readonly db: Db,
    appId: string,
    private readonly key: KeyObject,
  ) {
    this.name = `wechat:${appId}`.slice(0, 64)
  }

  async get(): Promise<StoredToken | null> {
    const row = await this.row()
    const value = row && this.open(row.value)
    return row && value ? { value, expiresAt: row.expires_at } : null
  }

  async put({ value, expiresAt }: StoredToken): Promise<void> {
    const sealed = seal(value, this.key, this.name)
    await this.db.query(
      'INSERT INTO shared_token (name, value, expires_at) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE value = ?, expires_at = ?',
      [this.name, sealed, expiresAt, sealed, expiresAt],
    )
  }

  async dropIfEquals(tokenValue: string): Promise<void> {
    const row = await this.row()
    if (!row || this.open(row.value) !== tokenValue) return
    // By the cipher that was just read: a token put in the meantime stays.
    await this.db.query('DELETE FROM shared_token WHERE name = ? AND value = ?', [this.name, row.value])
  }

  private async row(): Promise<Row | undefined> {
    const [row] = await this.db.query<Row>('SELECT value, expires_at FROM shared_token WHERE name = ?', [this.name])
    return row
  }

  /** Null when it was sealed with a key that is no more: the token is then asked for anew. */
  private open(value: string): string | null {
    if (!value.startsWith('v1.')) return value
    try {
      return unseal(value, this.key, this.name)
    } catch {
      return null
    }
  }
}
