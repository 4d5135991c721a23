import type { Refusals } from './refusal-shape.js'

/** Refusals of signing in, joining, codes and tables. */
export const guest = {
  'wechat.code_invalid': [
    400,
    '微信登录凭证已失效，请再试一次。',
    'The WeChat sign-in code is no longer valid. Please try again.',
  ],
  'wechat.blocked': [
    403,
    '微信提示该账号存在风险，暂时无法登录。',
    'WeChat reports this account as at risk; it cannot sign in now.',
  ],
  'wechat.unavailable': [
    503,
    '微信暂时没有回应，请稍后再试，已填内容都还在。',
    'WeChat does not answer right now. Nothing you entered is lost; please try again shortly.',
  ],
  'wechat.phone_code_invalid': [
    400,
    '手机号授权已过期，请再点一次授权。',
    'The phone authorisation has expired. Please tap the button again.',
  ],
  'wechat.phone_not_supported': [
    422,
    '目前仅支持中国大陆手机号。',
    'Only mainland China phone numbers are supported for now.',
  ],
  'member.not_enrolled': [403, '您还不是会员，先加入会员吧。', 'You are not a member yet. Please join first.'],
  'enrolment.consent_missing': [
    422,
    '请先阅读并同意会员协议和隐私政策。',
    'Please read and accept the membership terms and the privacy policy first.',
  ],
  'enrolment.consent_outdated': [
    409,
    '协议有更新，请阅读新版本后再同意。',
    'The terms have changed. Please read the new version.',
  ],
  'enrolment.phone_taken': [
    409,
    '这个手机号已在另一个微信上入会，积分都还在。请用原来的微信登录，或联系门店。',
    'This phone number already belongs to a member on another WeChat account. Its points are safe.',
  ],
  'code.unknown': [404, '这不是本店的会员码，请让顾客打开会员码页面。', 'This is not one of our member codes.'],
  'code.expired': [
    409,
    '会员码已过期，请让顾客刷新会员码。',
    'This member code has expired. Ask the guest to refresh it.',
  ],
  'code.used': [
    409,
    '这个会员码已经用过一次，请让顾客刷新后再扫。',
    'This member code has been used already. Ask the guest to refresh it.',
  ],
  'scan.expired': [
    409,
    '扫码结果已超过10分钟，请重新扫会员码。',
    'This scan is older than ten minutes. Please scan the member code again.',
  ],
  'table.unknown': [
    404,
    '桌码已失效，请让店员换一张。',
    'This table code is not valid. Please ask the staff for another one.',
  ],
  'table.disabled': [409, '这张桌台暂停使用，请让店员安排。', 'This table is out of use. Please ask the staff.'],
  'table.no_diner': [
    409,
    '这桌还没有会员扫码，请让顾客先扫桌码或出示会员码。',
    'No member has scanned this table yet.',
  ],
  'table.choose_diner': [
    409,
    '这桌有多位会员，请选择谁来买单。',
    'Several members sit at this table. Please choose who pays.',
  ],
  'table.name_taken': [409, '桌号在这家门店已存在。', 'This table name already exists in the store.'],
  'profile.nickname_refused': [
    422,
    '这个昵称未通过微信的内容检查，请换一个，其他内容都还在。',
    'This nickname did not pass the content check of WeChat. Please choose another; nothing else is lost.',
  ],
  'profile.birthday_fixed': [
    409,
    '生日一年只能修改一次，之前的生日没有变。',
    'The birthday can be changed once a year. It stays as it was.',
  ],
  'profile.birthday_unreal': [422, '没有这一天，请核对生日。', 'There is no such day. Please check the birthday.'],
} as const satisfies Refusals
