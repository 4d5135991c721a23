import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Shifts } from './shifts.service.js'

@Controller()
export class StaffShiftsHttp {
  constructor(@Inject(Shifts) private readonly shifts: Shifts) {}

  @Route('POST /staff/shifts')
  open(@By() by: Caller, @Parsed() { body }: Input<'POST /staff/shifts'>): Promise<Reply<'POST /staff/shifts'>> {
    return this.shifts.open(by.staff, body)
  }

  @Route('GET /staff/shift')
  current(@By() by: Caller): Promise<Reply<'GET /staff/shift'>> {
    return this.shifts.current(by.staff)
  }

  @Route('POST /staff/shifts/:id/closings')
  close(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /staff/shifts/:id/closings'>,
  ): Promise<Reply<'POST /staff/shifts/:id/closings'>> {
    return this.shifts.close(by.staff, Number(params.id), body)
  }

  @Route('GET /staff/shifts')
  list(@By() by: Caller, @Parsed() { query }: Input<'GET /staff/shifts'>): Promise<Reply<'GET /staff/shifts'>> {
    return this.shifts.list(by.staff, query)
  }

  @Route('GET /staff/shifts/:id')
  one(@By() by: Caller, @Parsed() { params }: Input<'GET /staff/shifts/:id'>): Promise<Reply<'GET /staff/shifts/:id'>> {
    return this.shifts.get(by.staff, Number(params.id))
  }
}
