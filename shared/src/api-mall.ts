/** What guests, members and operators may ask about rewards. */
import { byId, page } from './basics.js'
import { endpoints } from './endpoint.js'
import {
  byReward,
  RedeemRewardBody,
  RedemptionDetail,
  RedemptionPage,
  RedemptionQuery,
  RewardDetail,
  RewardFile,
  RewardList,
  RewardPayment,
  Shelf,
  ShelfQuery,
  WishBody,
} from './mall.js'
import { NewRewardBody, RewardVersionBody, ShelfStateBody, StockChangeBody } from './reward-desk.js'

/** Whoever is signed in may look, member or not. */
export const mallShelf = endpoints('identity', {
  'GET /mall/rewards': {
    summary: 'The points mall, with what this member can have and what is a few visits away',
    query: ShelfQuery,
    response: Shelf,
  },
  'GET /mall/rewards/:code': { summary: 'One reward: price, terms, where', params: byReward, response: RewardDetail },
})

export const memberMall = endpoints('member', {
  'POST /mall/redemptions': {
    summary: 'Exchange points for a reward; repeats get the first answer. With cash it waits for the payment',
    body: RedeemRewardBody,
    response: RedemptionDetail,
  },
  'PUT /member/reward-wishes/:code': {
    summary: 'Be told when a reward can be had, or not any more',
    params: byReward,
    body: WishBody,
    response: RewardDetail,
  },
  'GET /member/redemptions': {
    summary: 'What I exchanged, the newest first',
    query: RedemptionQuery,
    response: RedemptionPage,
  },
  'GET /member/redemptions/:id': {
    summary: 'One exchange with its voucher',
    params: byId,
    response: RedemptionDetail,
  },
  'POST /member/redemptions/:id/payments': {
    summary: 'What the phone needs to pay the rest; repeats get the same',
    params: byId,
    response: RewardPayment,
  },
  'POST /member/redemptions/:id/cancellations': {
    summary: 'Call off a payment, or give back what is unused: points to where they came from, money too',
    params: byId,
    response: RedemptionDetail,
  },
})

export const rewardOffice = endpoints('console', {
  'GET /console/rewards': { summary: 'Rewards with how they go', query: page, response: RewardList },
  'GET /console/rewards/:code': {
    summary: 'One reward, its versions and what was done to its stock',
    params: byReward,
    response: RewardFile,
  },
  'POST /console/rewards': {
    summary: 'Publish a new reward; repeats get the first answer',
    body: NewRewardBody,
    response: RewardFile,
  },
  'POST /console/rewards/:code/versions': {
    summary: 'Publish a version; what was exchanged keeps its own',
    params: byReward,
    body: RewardVersionBody,
    response: RewardFile,
  },
  'PUT /console/rewards/:code/state': {
    summary: 'Put it on the shelf, or take it off',
    params: byReward,
    body: ShelfStateBody,
    response: RewardFile,
  },
  'POST /console/rewards/:code/stock-changes': {
    summary: 'More of it, or fewer; repeats change nothing more',
    params: byReward,
    body: StockChangeBody,
    response: RewardFile,
  },
})
