import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, instant, text, tiny } from '../columns.js'

@Entity('operator')
@Index('uq_operator_username', ['username'], { unique: true })
export class OperatorTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(40)) username!: string
  @Column(text(40)) name!: string
  @Column(text(20)) role!: string
  @Column(text(200)) password_hash!: string
  @Column(text(200, { nullable: true })) totp_cipher!: string | null
  @Column(tiny()) totp_enabled!: number
  @Column(big({ nullable: true })) totp_last_step!: number | null
  @Column('int') failures!: number
  @Column(instant({ nullable: true })) locked_until!: Date | null
  @Column(instant({ nullable: true })) last_login_at!: Date | null
  @Column(instant({ nullable: true })) previous_login_at!: Date | null
  @Column(instant()) created_at!: Date
  /** The one store of a store manager; none: all of them. */
  @Column(big({ nullable: true })) store_id!: number | null
  /** Until when a password somebody else drew may be used; none: it is the operator's own. */
  @Column(instant({ nullable: true })) password_until!: Date | null
  @Column(instant({ nullable: true })) disabled_at!: Date | null
}

@Entity('audit_log')
@Index('ix_audit_target', ['target', 'id'])
export class AuditLogTable {
  @PrimaryColumn(big()) id!: number
  @Column(instant()) at!: Date
  @Column(big()) operator_id!: number
  @Column(text(84)) who!: string
  @Column(text(40)) action!: string
  @Column(text(80)) target!: string
  @Column(text(400)) detail!: string
}
