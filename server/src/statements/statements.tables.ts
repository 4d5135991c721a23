import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big } from '../columns.js'

/**
 * Entries that moved none of the member's points and are told all the same. `version` is the points account's at that
 * time: the place of the line among those that did move points.
 */
@Entity('quiet_entry')
@Index('ix_quiet_version', ['member_id', 'version'])
export class QuietEntryTable {
  @PrimaryColumn(big()) journal_id!: number
  @Column(big()) member_id!: number
  @Column(big()) version!: number
}
