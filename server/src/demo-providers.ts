/** Services of the demonstration, for the list of all providers. */
import { Demo } from './demo/demo.service.js'
import { DemoBill } from './demo/demo-bill.service.js'
import { DemoCoupons } from './demo/demo-coupons.service.js'
import { DemoMall } from './demo/demo-mall.service.js'
import { DemoMembers } from './demo/demo-members.service.js'
import { DemoMessages } from './demo/demo-messages.service.js'
import { DemoTill } from './demo/demo-till.service.js'
import { DemoGround } from './demo/ground.service.js'
import { DemoPast } from './demo/past.service.js'
import { DemoPlaces } from './demo/places.service.js'

export const demoServices = [
  DemoPlaces,
  DemoPast,
  DemoMall,
  DemoBill,
  DemoGround,
  DemoMembers,
  DemoCoupons,
  DemoMessages,
  DemoTill,
  Demo,
]
