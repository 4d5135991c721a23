import { Column, Entity, Index, PrimaryColumn } from 'typeorm'
import { big, instant, text } from '../columns.js'

@Entity('rule_version')
@Index('uq_rule_version', ['code', 'version'], { unique: true })
export class RuleVersionTable {
  @PrimaryColumn(big()) id!: number
  @Column(text(40)) code!: string
  @Column('int') version!: number
  @Column('text') definition!: string
  @Column(instant()) published_at!: Date
  @Column(text(40)) published_by!: string
}
