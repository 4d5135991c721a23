import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, tiny } from '../columns.js'

@Entity('session')
@Index('uq_session_refresh', ['refresh_hash'], { unique: true })
@Index('ix_session_previous', ['previous_hash'])
@Index('ix_session_subject', ['kind', 'subject_id'])
export class SessionTable {
  @PrimaryColumn(big()) id!: number
  @Column(tiny()) kind!: number
  @Column(big()) subject_id!: number
  @Column(bytes(32)) refresh_hash!: Buffer
  @Column(bytes(32, { nullable: true })) previous_hash!: Buffer | null
  @Column(instant()) created_at!: Date
  @Column(instant()) rotated_at!: Date
  @Column(instant()) expires_at!: Date
  @Column(instant({ nullable: true })) revoked_at!: Date | null
}
