import { Controller, Inject } from '@nestjs/common'
import { PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { type Reply, Route } from '../http.js'
import { CONSENT_TEXTS } from '../members/consents.rules.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK } from '../tokens.js'
import { Earning } from './earning.service.js'
import { endSentence, rateSentence } from './programme.texts.js'

@Controller()
export class EarningHttp {
  constructor(
    @Inject(Earning) private readonly earning: Earning,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Route('GET /programme')
  async programme(): Promise<Reply<'GET /programme'>> {
    const [rule, brand] = await Promise.all([this.earning.current(), this.stores.brand()])
    return {
      brandName: brand.name,
      pointsName: { zh: '积分', en: 'points' },
      timeZone: PROGRAMME_ZONE,
      earnSentence: rateSentence(rule.definition),
      expirySentence: endSentence(rule.definition.expiry),
      ruleVersion: rule.version,
      consents: CONSENT_TEXTS.map(text => ({ ...text })),
      asOf: this.clock.now().toISOString(),
    }
  }
}
