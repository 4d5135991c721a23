import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate } from '../db.js'
import type { Caller } from '../http.js'
import { CLOCK, DB } from '../tokens.js'
import type { ImageSize } from './images.rules.js'

export interface KeptImage {
  width: number
  height: number
  bytes: Buffer
}

const SIZE: Record<ImageSize, number> = { wide: 1, small: 2 }
/** Pictures are asked for again and again; this much of them stays at hand. */
const CACHE_BYTES = 16 * 1024 * 1024

/**
 * Where pictures are kept: put one, get one, ask for one. They are in the database, so that every server has them and a
 * backup of the database is a backup of everything; at 200 KB at most, some thousands of them are a few hundred MB. A
 * bucket can take the table's place behind these three methods.
 */
@Injectable()
export class ImageStore {
  private readonly near = new LRUCache<string, KeptImage>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ bytes }) => bytes.length + 1,
  })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Keeps both sizes of a picture; one that is there already stays as it is. */
  async put(operator: Caller['operator'], id: string, sizes: Record<ImageSize, KeptImage>): Promise<void> {
    const about = {
      added_at: this.clock.now(),
      added_by: `${operator.name} · ${operator.username}`,
      operator_id: operator.id,
    }
    const row = (size: ImageSize) => ({ id: Buffer.from(id, 'hex'), size: SIZE[size], ...sizes[size], ...about })
    const work = this.db.transaction(async tx => {
      await insert(tx, 'image', row('wide'))
      await insert(tx, 'image', row('small'))
    })
    await work.catch(error => {
      if (!isDuplicate(error)) throw error
    })
  }

  async get(id: string, size: ImageSize): Promise<KeptImage | null> {
    const name = `${id}:${size}`
    const known = this.near.get(name)
    if (known) return known
    const sql = 'SELECT width, height, bytes FROM image WHERE id = ? AND size = ?'
    const [found] = await this.db.query<KeptImage>(sql, [Buffer.from(id, 'hex'), SIZE[size]])
    if (found) this.near.set(name, found)
    return found ?? null
  }

  async has(id: string): Promise<boolean> {
    const sql = 'SELECT 1 AS there FROM image WHERE id = ? AND size = 1'
    return (await this.db.query(sql, [Buffer.from(id, 'hex')])).length > 0
  }

  async count(): Promise<number> {
    const [row] = await this.db.query<{ pictures: number }>('SELECT COUNT(*) AS pictures FROM image WHERE size = 1')
    return row?.pictures ?? 0
  }
}
