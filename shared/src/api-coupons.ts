/** What members and operators may ask about coupons. */
import { z } from 'zod'
import { byId, Done, page, pageOf } from './basics.js'
import {
  BatchBody,
  BatchList,
  BatchQuery,
  BatchReach,
  BatchStateBody,
  BatchTask,
  BatchTaskBody,
  BatchTaskQuery,
  byCoupon,
  CouponBatch,
  CouponCheckBody,
  CouponChecked,
  CouponFile,
  CouponList,
  CouponListQuery,
  CouponVersionBody,
  ImportBody,
  ImportReply,
  IssueBody,
  IssueReply,
  NewCouponBody,
  StackBody,
  StackReply,
} from './coupon-desk.js'
import {
  byToken,
  ClaimBody,
  CouponDetail,
  CouponOffer,
  GiveBody,
  GivenCoupon,
  GivenRecord,
  GiveReply,
  RedeemBody,
  Wallet,
  WalletQuery,
} from './coupons.js'
import { endpoints } from './endpoint.js'

export const memberCoupons = endpoints('member', {
  'GET /member/coupons': {
    summary: 'The wallet, those that end first at the top',
    query: WalletQuery,
    response: Wallet,
  },
  'GET /member/coupons/:id': {
    summary: 'One coupon: terms, what goes with it, its code',
    params: byId,
    response: CouponDetail,
  },
  'POST /member/coupon-views': { summary: 'The wallet was opened: nothing in it is new any more', response: Done },
  'GET /member/coupon-offers': {
    summary: 'Coupons this member may claim now',
    response: z.object({ items: z.array(CouponOffer) }),
  },
  'POST /member/coupon-claims': {
    summary: 'Take one of a batch; repeats get the same coupon',
    body: ClaimBody,
    response: CouponDetail,
  },
  'POST /member/coupon-codes': {
    summary: 'Turn a printed code into a coupon; repeats get the same one',
    body: RedeemBody,
    response: CouponDetail,
  },
  'POST /member/coupons/:id/gifts': {
    summary: 'Offer a coupon to a friend for a day, by a link',
    params: byId,
    body: GiveBody,
    response: GiveReply,
  },
  'DELETE /member/coupons/:id/gifts': {
    summary: 'Take the offer back while nobody has accepted',
    params: byId,
    response: CouponDetail,
  },
  'GET /member/coupon-gifts': {
    summary: 'Coupons I offered to friends, the newest first',
    query: page,
    response: pageOf(GivenRecord),
  },
  'GET /member/coupon-gifts/:token': {
    // A friend sees what it is before joining for it.
    audience: 'identity',
    summary: 'What a link offers',
    params: byToken,
    response: GivenCoupon,
  },
  'POST /member/coupon-gifts/:token/acceptances': {
    summary: 'Take what a link offers; the first one has it',
    params: byToken,
    response: CouponDetail,
  },
})

export const couponOffice = endpoints('console', {
  'GET /console/coupons': { summary: 'Coupons with how they go', query: CouponListQuery, response: CouponList },
  'GET /console/coupons/:code': { summary: 'One coupon and its versions', params: byCoupon, response: CouponFile },
  'POST /console/coupons': {
    summary: 'Publish a new coupon; repeats get the first answer',
    body: NewCouponBody,
    response: CouponFile,
  },
  'POST /console/coupons/:code/versions': {
    summary: 'Publish a version; coupons that are out keep theirs',
    params: byCoupon,
    body: CouponVersionBody,
    response: CouponFile,
  },
  'POST /console/coupon-checks': {
    summary: 'What a definition says and what is wrong with it; nothing is saved',
    body: CouponCheckBody,
    response: CouponChecked,
  },
  'POST /console/coupon-stacks': {
    summary: 'What coupons would take off one bill together; nothing is saved',
    body: StackBody,
    response: StackReply,
  },
  'GET /console/coupon-batches': { summary: 'Batches, the newest first', query: BatchQuery, response: BatchList },
  'POST /console/coupon-batches': {
    summary: 'A stock of the newest version; repeats get the first answer',
    body: BatchBody,
    response: CouponBatch,
  },
  'PUT /console/coupon-batches/:id/state': {
    summary: 'Stop giving out, or go on',
    params: byId,
    body: BatchStateBody,
    response: CouponBatch,
  },
  'POST /console/coupon-batches/:id/issues': {
    summary: 'Give one to each of these members; repeats give no more',
    params: byId,
    body: IssueBody,
    response: IssueReply,
  },
  'GET /console/coupon-batches/:id/reach': {
    summary: 'How many a recall or an extension would change',
    params: byId,
    query: BatchTaskQuery,
    response: BatchReach,
  },
  'POST /console/coupon-batches/:id/tasks': {
    summary: 'Recall what is unused, or extend it; repeats get the first answer',
    params: byId,
    body: BatchTaskBody,
    response: BatchTask,
  },
  'POST /console/coupon-batches/:id/code-imports': {
    summary: 'Bring in printed codes; bad rows are told by number',
    params: byId,
    body: ImportBody,
    response: ImportReply,
  },
})
