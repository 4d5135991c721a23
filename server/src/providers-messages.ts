/** Tables, services and controllers of messages: what is to be said, and how it is delivered. */
import { Campaigns } from './deliveries/campaigns.service.js'
import { PointsChanges } from './deliveries/changes.service.js'
import { ChannelPauses } from './deliveries/channel-pauses.service.js'
import { Channels } from './deliveries/channels.service.js'
import { CouponReminders } from './deliveries/coupon-reminders.service.js'
import { InboxHttp, MessageDeskHttp } from './deliveries/deliveries.http.js'
import { DeliveryJobs } from './deliveries/deliveries.jobs.js'
import * as deliveryTables from './deliveries/deliveries.tables.js'
import { Drain } from './deliveries/drain.service.js'
import { Forecasts } from './deliveries/forecasts.service.js'
import { Grants } from './deliveries/grants.service.js'
import { Inbox } from './deliveries/inbox.service.js'
import { MessageDesk } from './deliveries/message-desk.service.js'
import { Parcels } from './deliveries/parcels.service.js'
import { Planner } from './deliveries/planner.service.js'
import { PushedNews } from './deliveries/push-events.service.js'
import { Reaches } from './deliveries/reach.service.js'
import { ReminderRuns } from './deliveries/reminder-runs.service.js'
import { Reminders } from './deliveries/reminders.service.js'
import { SendFigures } from './deliveries/send-figures.service.js'
import { SendOrders } from './deliveries/send-orders.service.js'
import { MessageSettings } from './deliveries/settings.service.js'
import { Wishes } from './deliveries/wishes.service.js'
import { MessageTable } from './messages/messages.tables.js'
import { Outbox } from './messages/outbox.service.js'

export const messageTables = [MessageTable, ...Object.values(deliveryTables)]

export const messageServices = [
  Outbox,
  Channels,
  MessageSettings,
  ChannelPauses,
  Reaches,
  Planner,
  Parcels,
  Drain,
  Grants,
  PushedNews,
  Wishes,
  Inbox,
  ReminderRuns,
  CouponReminders,
  Reminders,
  PointsChanges,
  Campaigns,
  SendFigures,
  SendOrders,
  Forecasts,
  MessageDesk,
  DeliveryJobs,
]

export const messageControllers = [InboxHttp, MessageDeskHttp]
