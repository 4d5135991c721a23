/** What guests, members and operators may ask about group redemption. */
import { page } from './basics.js'
import { endpoints } from './endpoint.js'
import {
  byOffer,
  byToken,
  Group,
  GroupOffer,
  GroupOfferFile,
  GroupOfferList,
  GroupOfferStateBody,
  GroupOffers,
  GroupOfferVersionBody,
  GroupPage,
  GroupQuery,
  NewGroupOfferBody,
  PledgeBody,
} from './pledges.js'

/** Whoever is signed in may look, member or not: a shared group is how many come to join. */
export const groups = endpoints('identity', {
  'GET /group-offers': { summary: 'What can be redeemed together', response: GroupOffers },
  'GET /group-offers/:code': { summary: 'One offer: what, how many, how long', params: byOffer, response: GroupOffer },
  'GET /groups/:token': {
    summary: 'A shared group, who is in it and how long it waits',
    params: byToken,
    response: Group,
  },
})

export const memberGroups = endpoints('member', {
  'POST /group-offers/:code/groups': {
    summary: 'Open a group and set my points aside; repeats get the first answer',
    params: byOffer,
    body: PledgeBody,
    response: Group,
  },
  'POST /groups/:token/pledges': {
    summary: 'Join a group: points are set aside, and used for all once it is full',
    params: byToken,
    body: PledgeBody,
    response: Group,
  },
  'POST /groups/:token/cancellations': {
    summary: 'Step back from a group that is still filling',
    params: byToken,
    response: Group,
  },
  'GET /member/groups': { summary: 'Groups I am or was in, the newest first', query: GroupQuery, response: GroupPage },
})

export const groupOffice = endpoints('console', {
  'GET /console/group-offers': { summary: 'Group offers with how they go', query: page, response: GroupOfferList },
  'GET /console/group-offers/:code': {
    summary: 'One group offer and its versions',
    params: byOffer,
    response: GroupOfferFile,
  },
  'POST /console/group-offers': {
    summary: 'Publish a new group offer; repeats get the first answer',
    body: NewGroupOfferBody,
    response: GroupOfferFile,
  },
  'POST /console/group-offers/:code/versions': {
    summary: 'Publish a version; groups that are open keep theirs',
    params: byOffer,
    body: GroupOfferVersionBody,
    response: GroupOfferFile,
  },
  'PUT /console/group-offers/:code/state': {
    summary: 'Let groups be opened, or not any more',
    params: byOffer,
    body: GroupOfferStateBody,
    response: GroupOfferFile,
  },
})
