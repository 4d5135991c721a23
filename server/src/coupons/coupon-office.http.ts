import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { BatchTasks } from './batch-tasks.service.js'
import { CouponBatches } from './batches.service.js'
import { CouponOffice } from './coupon-office.service.js'
import { PrintedCodes } from './printed-codes.service.js'

/** Operators and coupons. */
@Controller()
export class CouponOfficeHttp {
  constructor(
    @Inject(CouponOffice) private readonly office: CouponOffice,
    @Inject(CouponBatches) private readonly batches: CouponBatches,
    @Inject(BatchTasks) private readonly tasks: BatchTasks,
    @Inject(PrintedCodes) private readonly codes: PrintedCodes,
  ) {}

  @Route('GET /console/coupons')
  list(@Parsed() { query }: Input<'GET /console/coupons'>): Promise<Reply<'GET /console/coupons'>> {
    return this.office.list(query)
  }

  @Route('GET /console/coupons/:code')
  file(@Parsed() { params }: Input<'GET /console/coupons/:code'>): Promise<Reply<'GET /console/coupons/:code'>> {
    return this.office.file(params.code)
  }

  @Route('POST /console/coupons')
  create(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/coupons'>,
  ): Promise<Reply<'POST /console/coupons'>> {
    return this.office.publish(by.operator, { ...body, onTopOf: 0 })
  }

  @Route('POST /console/coupons/:code/versions')
  publish(
    @By() by: Caller,
    @Parsed() { params, body: { version, ...body } }: Input<'POST /console/coupons/:code/versions'>,
  ): Promise<Reply<'POST /console/coupons/:code/versions'>> {
    return this.office.publish(by.operator, { ...body, code: params.code, onTopOf: version })
  }

  @Route('POST /console/coupon-checks')
  check(@Parsed() { body }: Input<'POST /console/coupon-checks'>): Promise<Reply<'POST /console/coupon-checks'>> {
    return this.office.check(body.definition)
  }

  @Route('POST /console/coupon-stacks')
  stack(@Parsed() { body }: Input<'POST /console/coupon-stacks'>): Promise<Reply<'POST /console/coupon-stacks'>> {
    return this.office.stack(body)
  }

  @Route('GET /console/coupon-batches')
  listBatches(
    @Parsed() { query }: Input<'GET /console/coupon-batches'>,
  ): Promise<Reply<'GET /console/coupon-batches'>> {
    return this.batches.list(query)
  }

  @Route('POST /console/coupon-batches')
  openBatch(
    @By() by: Caller,
    @Parsed() { body }: Input<'POST /console/coupon-batches'>,
  ): Promise<Reply<'POST /console/coupon-batches'>> {
    return this.batches.open(by.operator, body)
  }

  @Route('PUT /console/coupon-batches/:id/state')
  setState(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'PUT /console/coupon-batches/:id/state'>,
  ): Promise<Reply<'PUT /console/coupon-batches/:id/state'>> {
    return this.batches.setState(by.operator, Number(params.id), body.state)
  }

  @Route('POST /console/coupon-batches/:id/issues')
  issue(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/coupon-batches/:id/issues'>,
  ): Promise<Reply<'POST /console/coupon-batches/:id/issues'>> {
    return this.batches.issue(by.operator, Number(params.id), body)
  }

  @Route('GET /console/coupon-batches/:id/reach')
  reach(
    @Parsed() { params, query }: Input<'GET /console/coupon-batches/:id/reach'>,
  ): Promise<Reply<'GET /console/coupon-batches/:id/reach'>> {
    return this.tasks.reach(Number(params.id), query)
  }

  @Route('POST /console/coupon-batches/:id/tasks')
  startTask(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/coupon-batches/:id/tasks'>,
  ): Promise<Reply<'POST /console/coupon-batches/:id/tasks'>> {
    return this.tasks.start(by.operator, Number(params.id), body)
  }

  @Route('POST /console/coupon-batches/:id/code-imports')
  importCodes(
    @By() by: Caller,
    @Parsed() { params, body }: Input<'POST /console/coupon-batches/:id/code-imports'>,
  ): Promise<Reply<'POST /console/coupon-batches/:id/code-imports'>> {
    return this.codes.import(by.operator, Number(params.id), body)
  }
}
