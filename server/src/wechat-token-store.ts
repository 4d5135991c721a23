/** Where all processes of a deployment share the one access token of the WeChat app: a row of `shared_token`. */
import type { Db } from './db.js'
import type { StoredToken, TokenStore } from './wechat/wechat.token.js'

export class SharedTokenStore implements TokenStore {
  private readonly name: string

  constructor(
    private readonly db: Db,
    appId: string,
  ) {
    this.name = `wechat:${appId}`.slice(0, 64)
  }

  async get(): Promise<StoredToken | null> {
    const [row] = await this.db.query<{ value: string; expires_at: Date }>(
      'SELECT value, expires_at FROM shared_token WHERE name = ?',
      [this.name],
    )
    return row ? { value: row.value, expiresAt: row.expires_at } : null
  }

  async put({ value, expiresAt }: StoredToken): Promise<void> {
    await this.db.query(
      'INSERT INTO shared_token (name, value, expires_at) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE value = ?, expires_at = ?',
      [this.name, value, expiresAt, value, expiresAt],
    )
  }

  async dropIfEquals(tokenValue: string): Promise<void> {
    await this.db.query('DELETE FROM shared_token WHERE name = ? AND value = ?', [this.name, tokenValue])
  }
}
