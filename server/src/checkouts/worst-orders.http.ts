import { Controller, Inject } from '@nestjs/common'
import { type Input, Parsed, type Reply, Route } from '../http.js'
import { WorstOrders } from './worst-orders.service.js'

/** Operators and what may come together on one bill. */
@Controller()
export class WorstOrdersHttp {
  constructor(@Inject(WorstOrders) private readonly orders: WorstOrders) {}

  @Route('POST /console/worst-orders')
  look(@Parsed() { body }: Input<'POST /console/worst-orders'>): Promise<Reply<'POST /console/worst-orders'>> {
    return this.orders.look(body)
  }
}
