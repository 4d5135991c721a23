/** What guests, members and operators may ask about lotteries. */
import { page } from './basics.js'
import {
  byPool,
  byPoolDay,
  DrawCards,
  DrawPool,
  DrawPoolFile,
  DrawPoolList,
  DrawPoolStateBody,
  DrawPoolVersionBody,
  DrawProof,
  DrawResultPage,
  DrawResultQuery,
  NewDrawPoolBody,
  ProofQuery,
  SpinBody,
  SpinReply,
} from './draws.js'
import { endpoints } from './endpoint.js'

/** Whoever is signed in may look, member or not. */
export const draws = endpoints('identity', {
  'GET /draws': { summary: 'Lotteries that are open', response: DrawCards },
  'GET /draws/:code': {
    summary: 'One lottery: price, odds, what is left, and what proves its results',
    params: byPool,
    response: DrawPool,
  },
  'GET /draws/:code/proofs/:day': {
    summary: 'What a day is proven by; the seed and all results once the day is over',
    params: byPoolDay,
    query: ProofQuery,
    response: DrawProof,
  },
})

export const memberDraws = endpoints('member', {
  'POST /draws/:code/spins': {
    summary: 'Draw once; repeats get the first result',
    params: byPool,
    body: SpinBody,
    response: SpinReply,
  },
  'GET /member/draws': { summary: 'What I drew, the newest first', query: DrawResultQuery, response: DrawResultPage },
})

export const drawOffice = endpoints('console', {
  'GET /console/draw-pools': { summary: 'Lotteries with how they go', query: page, response: DrawPoolList },
  'GET /console/draw-pools/:code': { summary: 'One lottery and its versions', params: byPool, response: DrawPoolFile },
  'POST /console/draw-pools': {
    summary: 'Publish a new lottery; repeats get the first answer',
    body: NewDrawPoolBody,
    response: DrawPoolFile,
  },
  'POST /console/draw-pools/:code/versions': {
    summary: 'Publish a version: other odds, another price, more or less of a prize',
    params: byPool,
    body: DrawPoolVersionBody,
    response: DrawPoolFile,
  },
  'PUT /console/draw-pools/:code/state': {
    summary: 'Open it, or close it',
    params: byPool,
    body: DrawPoolStateBody,
    response: DrawPoolFile,
  },
})
