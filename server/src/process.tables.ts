import { Column, Entity, PrimaryColumn } from 'typeorm'
import { instant, text, tiny } from './columns.js'

@Entity('id_node')
export class IdNodeTable {
  @PrimaryColumn(tiny()) node!: number
  @Column(text(64)) holder!: string
  @Column(instant()) until!: Date
}

@Entity('job_lease')
export class JobLeaseTable {
  @PrimaryColumn(text(40)) name!: string
  @Column(text(64)) holder!: string
  @Column(instant()) until!: Date
}

@Entity('shared_token')
export class SharedTokenTable {
  @PrimaryColumn(text(64)) name!: string
  @Column(text(1000)) value!: string
  @Column(instant()) expires_at!: Date
}
