/** What operators may ask about the cost of points, and about points given by hand under a rule. */
import { byMember } from './basics.js'
import { EarningSettingBody, EarningSettings } from './earning-settings.js'
import { endpoints } from './endpoint.js'
import { AwardBody, AwardOffers, GivenAward } from './manual-awards.js'

export const earning = endpoints('console', {
  'GET /console/earning-settings': {
    summary: 'What a point costs and what is too generous, with all earlier versions',
    response: EarningSettings,
  },
  'POST /console/earning-settings/versions': {
    summary: 'Change them from now on; repeats get the first answer',
    body: EarningSettingBody,
    response: EarningSettings,
  },
  'GET /console/members/:memberNo/awards': {
    summary: 'Rules by which points may be given by hand, and what each would give this member now',
    params: byMember,
    response: AwardOffers,
  },
  'POST /console/members/:memberNo/awards': {
    summary: 'Give what such a rule says; repeats get the first answer',
    params: byMember,
    body: AwardBody,
    response: GivenAward,
  },
})
