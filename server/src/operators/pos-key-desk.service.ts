import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { MAX_POS_KEYS, PosKeys } from '../stores/pos-keys.service.js'
import { Stores } from '../stores/stores.service.js'
import { DB } from '../tokens.js'
import { Audit } from './audit.service.js'
import { mayTouch } from './scope.rules.js'

/** Keys of tills as operators issue, list and end them; every key has somebody who issued it. */
@Injectable()
export class PosKeyDesk {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(PosKeys) private readonly keys: PosKeys,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** Keys of a store and how many may be live. Refuses `record.not_found`. */
  async list(operator: Caller['operator'], storeId: number): Promise<Reply<'GET /console/stores/:id/pos-keys'>> {
    await this.storeOf(operator, storeId)
    return { items: await this.keys.ofStore(storeId), limit: MAX_POS_KEYS }
  }

  /** Refuses `record.not_found`, `pos.name_taken`, `pos.key_limit`. The key is in this answer and nowhere else. */
  async issue(
    operator: Caller['operator'],
    storeId: number,
    { name, signedOnly = false }: Input<'POST /console/stores/:id/pos-keys'>['body'],
  ): Promise<Reply<'POST /console/stores/:id/pos-keys'>> {
    const store = await this.storeOf(operator, storeId)
    const { id, key } = await this.db.transaction(async tx => {
      await this.keys.makeRoom(tx, storeId, name)
      const issued = await this.keys.issue(tx, storeId, name, { signedOnly })
      await this.audit.record(tx, { operator, action: 'POS_KEY_ISSUED', target: store.code, detail: name })
      return issued
    })
    return { posKey: (await this.keys.get(id)).view, key }
  }

  /** Ends a key at once; repeating changes nothing. Refuses `record.not_found`. */
  async revoke(operator: Caller['operator'], keyId: number): Promise<Reply<'DELETE /console/pos-keys/:id'>> {
    const { storeId, view } = await this.keys.get(keyId)
    const store = await this.storeOf(operator, storeId)
    await this.db.transaction(async tx => {
      if (!(await this.keys.revoke(tx, keyId))) return
      await this.audit.record(tx, { operator, action: 'POS_KEY_REVOKED', target: store.code, detail: view.name })
    })
    this.keys.forget()
    return (await this.keys.get(keyId)).view
  }

  private storeOf(operator: Caller['operator'], storeId: number) {
    if (!mayTouch(operator, storeId)) throw new Refusal('record.not_found')
    return this.stores.get(storeId)
  }
}
