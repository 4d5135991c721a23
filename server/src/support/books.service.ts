import { Inject, Injectable } from '@nestjs/common'
import type { Reply } from '../http.js'
import { Invariants } from '../ledger/invariants.service.js'
import { Sealer } from '../ledger/sealer.service.js'

type BooksView = Reply<'GET /console/books'>

/** What finance looks at before closing a period: whether the books balance, and how far they are sealed. */
@Injectable()
export class Books {
  constructor(
    @Inject(Invariants) private readonly invariants: Invariants,
    @Inject(Sealer) private readonly sealer: Sealer,
  ) {}

  /** Runs every invariant now. */
  async check(): Promise<BooksView> {
    const [{ checkedAt, ...result }, sealing] = await Promise.all([this.invariants.check(), this.sealing()])
    return { ...result, checkedAt: checkedAt.toISOString(), sealing }
  }

  private async sealing(): Promise<BooksView['sealing']> {
    const { seq, hash, sealedAt, waiting, waitingSince, anchor } = await this.sealer.state()
    return {
      lastBlock: seq > 0 ? { seq, hash: hash.toString('hex'), sealedAt: (sealedAt as Date).toISOString() } : null,
      waiting,
      waitingSince: waitingSince?.toISOString() ?? null,
      anchor: anchor ? { seq: anchor.seq, place: anchor.place, at: anchor.anchoredAt.toISOString() } : null,
      definition: {
        zh: '每笔记录入账后几秒内封入一个区块，每个区块的指纹都包含前一个区块的指纹。把最新的指纹另存一份，以后改动任何一行旧账都会对不上。',
        en: 'Within seconds each entry is sealed into a block, whose fingerprint covers that of the block before. Keep the newest fingerprint elsewhere: no old row can be altered later without a mismatch.',
      },
    }
  }
}
