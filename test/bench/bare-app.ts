/** The route of a bill in an application with nothing else: the framework, the validation, and an answer. */
import type { Bill } from '@huitou/shared/purchases'
import { Controller, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { type Input, Parsed, type Reply, Route } from '../../server/src/http.js'

/** What a bill is answered where nothing is recorded: of the usual size and shape. */
export const ANSWER: Bill = {
  billNo: 'B1',
  paidFen: 8850,
  refundedFen: 0,
  points: 88,
  growth: 88,
  sentence: { zh: '¥88.50 × 1 分 = 88 分', en: '¥88.50 × 1 point = 88 points' },
  balanceAfter: 1088,
  entryNo: 'E0000000001',
  member: { memberNo: '0000000001', nickname: '会员' },
  tableName: null,
  lastValidOn: '2028-11-30',
  paidAt: '2026-11-23T04:30:00.000Z',
  recordedAt: '2026-11-23T04:30:00.000Z',
  recordedBy: 'POS:bench',
  parts: [
    {
      rule: { zh: '消费积分', en: 'Points for bills' },
      code: 'purchase',
      version: 2,
      points: 88,
      sentence: { zh: '¥88.50 × 1 分 = 88 分', en: '¥88.50 × 1 point = 88 points' },
    },
  ],
  notPaid: [],
}

@Controller()
class BareBills {
  @Route('POST /pos/bills')
  async record(@Parsed() { body }: Input<'POST /pos/bills'>): Promise<Reply<'POST /pos/bills'>> {
    return { ...ANSWER, billNo: body.billNo }
  }
}

@Module({ controllers: [BareBills] })
class BareModule {}

export async function createBareApp(): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), { logger: false })
  return app.setGlobalPrefix('api') as NestFastifyApplication
}
