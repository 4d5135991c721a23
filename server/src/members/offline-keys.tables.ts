import { Column, Entity, PrimaryColumn } from 'typeorm'
import { bytes, instant, text } from '../columns.js'

/** Keys that sign offline tokens, one after the other. The private half is sealed; the public one goes to the phones. */
@Entity('offline_key')
export class OfflineKeyTable {
  @PrimaryColumn('int') id!: number
  @Column(bytes(32)) public_key!: Buffer
  @Column(text(300)) sealed!: string
  @Column(instant()) signs_from!: Date
  @Column(instant()) signs_until!: Date
  @Column(instant()) made_at!: Date
}
