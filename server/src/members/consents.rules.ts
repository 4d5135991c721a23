/** The texts members agree to, by purpose. A new version asks again; an old consent keeps the version it was given for. */
export interface ConsentText {
  purpose: 'MEMBERSHIP' | 'PRIVACY' | 'MARKETING'
  version: string
  required: boolean
  title: { zh: string; en: string }
  body: { zh: string; en: string }
}

export const CONSENT_TEXTS: readonly ConsentText[] = [
  {
    purpose: 'MEMBERSHIP',
    version: '2026-11',
    required: true,
    title: { zh: '会员协议', en: 'Membership terms' },
    body: {
      zh: '入会免费。按实付金额累计积分和成长值；积分从获得当月起第24个月月末到期；退款会按规则收回对应积分，已用掉的部分记为欠分，以后获得的积分先抵欠分。您可以随时退出。规则变更会提前公布，不影响已经获得的积分。',
      en: 'Joining is free. You earn points and growth on what you actually pay. Points end with the 24th month after the month they were earned in. A refund takes its points back; what was spent already is owed and repaid from later points. You may leave at any time. Changes are announced first and never touch points you already have.',
    },
  },
  {
    purpose: 'PRIVACY',
    version: '2026-11',
    required: true,
    title: { zh: '隐私政策', en: 'Privacy policy' },
    body: {
      zh: '我们保存您的手机号(加密)、昵称、微信标识和消费记录，只用于会员服务：识别您、累计积分、核对账单。店员只看到打码的手机号。您可以在“设置”里查看、更正和撤回。',
      en: 'We keep your phone number (encrypted), nickname, WeChat identifier and bills, only to serve you as a member: to recognise you, count points and check bills. Staff see a masked phone number. You can view, correct and withdraw in Settings.',
    },
  },
  {
    purpose: 'MARKETING',
    version: '2026-11',
    required: false,
    title: { zh: '活动与优惠提醒', en: 'Offers and reminders' },
    body: {
      zh: '同意后，我们会在活动和积分到期前提醒您。可以随时关闭，不影响积分。',
      en: 'With your consent we remind you of offers and of points about to expire. You can turn this off at any time without losing points.',
    },
  },
]

/** Which required purposes are missing from what the guest ticked, and whether one is for an outdated version. */
export function consentProblem(given: { purpose: string; version: string }[]): 'MISSING' | 'OUTDATED' | null {
  for (const text of CONSENT_TEXTS) {
    const match = given.find(consent => consent.purpose === text.purpose)
    if (!match && text.required) return 'MISSING'
    if (match && match.version !== text.version) return 'OUTDATED'
  }
  return null
}
