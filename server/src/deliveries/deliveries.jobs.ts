import { Inject, Injectable } from '@nestjs/common'
import { Campaigns } from './campaigns.service.js'
import { PointsChanges } from './changes.service.js'
import { Drain } from './drain.service.js'
import { Planner } from './planner.service.js'
import { PushedNews } from './push-events.service.js'
import { Reminders } from './reminders.service.js'

/** What the worker does for messages, in the order in which one step feeds the next. */
@Injectable()
export class DeliveryJobs {
  constructor(
    @Inject(PointsChanges) private readonly changes: PointsChanges,
    @Inject(Reminders) private readonly reminders: Reminders,
    @Inject(Campaigns) private readonly campaigns: Campaigns,
    @Inject(Planner) private readonly planner: Planner,
    @Inject(Drain) private readonly drain: Drain,
    @Inject(PushedNews) private readonly news: PushedNews,
  ) {}

  /** Writes what is due: changes of points, reminders, campaigns. */
  async write(): Promise<Record<string, number>> {
    const { messages } = await this.changes.follow()
    const reminders = await this.reminders.run()
    const { written } = await this.campaigns.write()
    return { messages, ...reminders, written }
  }

  /** Takes in what WeChat has told of grants and sends. */
  hear(): Promise<{ events: number }> {
    return this.news.take()
  }

  /** Decides about it. */
  plan(): Promise<{ planned: number; sending: number }> {
    return this.planner.plan()
  }

  /** Sends it. `holder` is who this process is in leases. */
  send(holder: string): Promise<{ tried: number; sent: number; recovered: number }> {
    return this.drain.drain({ holder })
  }
}
