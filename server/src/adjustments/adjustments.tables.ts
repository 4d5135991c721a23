import { Column, Entity, PrimaryColumn } from 'typeorm'
import { big, instant, small, text, tiny } from '../columns.js'

/** What an operator has corrected alone on one day, counted against the cap. */
@Entity('adjust_day')
export class AdjustDayTable {
  @PrimaryColumn(big()) operator_id!: number
  @PrimaryColumn('date') day!: string
  @Column(big()) points!: number
}

/** One row: what a maker may do alone, at once and in a day. */
@Entity('adjust_setting')
export class AdjustSettingTable {
  @PrimaryColumn(tiny()) id!: number
  @Column(big()) free_points!: number
  @Column(big()) daily_points!: number
  @Column(small()) valid_months!: number
  @Column(instant()) changed_at!: Date
  @Column(text(84)) changed_by!: string
}
