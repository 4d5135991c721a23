/** What operators may ask and do about rewards besides publishing one. */
import { endpoints } from './endpoint.js'
import { RewardChanges, RewardChangesBody, RewardCheckBody, RewardChecked, RewardReaches } from './reward-desk.js'

export const rewardDesk = endpoints('console', {
  'POST /console/reward-checks': {
    summary: 'What a reward would say to diners, and what is wrong with it; keeps nothing',
    body: RewardCheckBody,
    response: RewardChecked,
  },
  'POST /console/reward-changes': {
    summary: 'Put many on the shelf, take many off, or change the stock of many; repeats change nothing more',
    body: RewardChangesBody,
    response: RewardChanges,
  },
  'GET /console/reward-reach': {
    summary: 'How many members can have each reward now, soon, within a year, or never; some minutes old at most',
    response: RewardReaches,
  },
})
