/** One module that lists every provider once. Features are folders, not Nest modules. */
import { type DynamicModule, Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD } from '@nestjs/core'
import type { Logger } from 'pino'
import { AccessGuard } from './access.js'
import type { Clock } from './clock.js'
import type { Config } from './config.js'
import type { Db } from './db.js'
import { RefusalFilter } from './http.js'
import type { Ids } from './ids.js'
import { controllers, services } from './providers.js'
import { CLOCK, CONFIG, DB, IDS, LOG, PAY, WECHAT } from './tokens.js'
import type { WechatClient } from './wechat/wechat.client.js'
import type { PayClient } from './wechat-pay/wechat-pay.client.js'

/** What is made before Nest starts. Tests hand in a clock they hold. */
export interface Parts {
  config: Config
  db: Db
  clock: Clock
  ids: Ids
  log: Logger
  wechat: WechatClient
  /** Null where no merchant is configured. */
  pay: PayClient | null
}

@Module({})
export class ServerModule {
  static of(parts: Parts): DynamicModule {
    const values = [
      { provide: CONFIG, useValue: parts.config },
      { provide: DB, useValue: parts.db },
      { provide: CLOCK, useValue: parts.clock },
      { provide: IDS, useValue: parts.ids },
      { provide: LOG, useValue: parts.log },
      { provide: WECHAT, useValue: parts.wechat },
      { provide: PAY, useValue: parts.pay },
    ]
    const edges = [
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_FILTER, useClass: RefusalFilter },
    ]
    return { module: ServerModule, controllers, providers: [...values, ...services, ...edges] }
  }
}
