import { Column, Entity, PrimaryColumn } from 'typeorm'
import { big, bytes, instant, small, text, tiny } from '../columns.js'

/** Pictures as they are served, named by the SHA-256 of the wide one. They never change. */
@Entity('image')
export class ImageTable {
  @PrimaryColumn(bytes(32)) id!: Buffer
  /** 1 is wide, 2 is small. */
  @PrimaryColumn(tiny()) size!: number
  @Column(small()) width!: number
  @Column(small()) height!: number
  @Column('mediumblob') bytes!: Buffer
  @Column(instant()) added_at!: Date
  @Column(text(84)) added_by!: string
  @Column(big()) operator_id!: number
}
