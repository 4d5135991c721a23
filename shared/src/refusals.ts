/**
 * Every refusal the server can give: its HTTP status and what the person reads, in both languages.
 * A text says what happened, what was not lost, and the next step. A plain value: no zod here, the mini-program ships it.
 */
export const refusals = {
  'input.invalid': [
    400,
    '提交的内容有误，请检查后再试。',
    'Something in the request is not valid. Nothing was changed.',
  ],
  'input.too_large': [413, '提交的内容太大，没有保存任何内容。', 'The request is too large. Nothing was changed.'],
  'input.not_json': [415, '请求格式不正确。', 'The request must be JSON. Nothing was changed.'],
  'route.unknown': [404, '没有这个地址。', 'There is nothing at this address.'],
  'record.not_found': [404, '没有找到这条记录。', 'No such record.'],
  'rate.limited': [429, '操作太频繁，请稍等片刻再试。', 'Too many requests. Please wait a moment and try again.'],
  'server.busy': [
    503,
    '系统正忙，刚才的操作没有丢，请稍后用同一单号重试。',
    'The server is busy. Retry with the same number; nothing is counted twice.',
  ],
  'server.error': [
    500,
    '系统出错了，积分没有受影响。请把错误编号告诉我们。',
    'Something went wrong on our side. No points were touched. Please quote the error number.',
  ],
  'session.missing': [401, '请先登录。', 'Please sign in first.'],
  'session.invalid': [401, '登录已失效，请重新登录。', 'Your session is no longer valid. Please sign in again.'],
  'session.expired': [401, '登录已过期。', 'Your session has expired.'],
  'access.denied': [403, '您没有权限做这个操作。', 'You are not allowed to do this.'],
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
  'bill.amount_invalid': [
    400,
    '金额必须大于0，最多两位小数。没有记录任何积分。',
    'The amount must be above zero, with at most two decimals. No points were recorded.',
  ],
  'bill.amount_too_large': [
    422,
    '单笔金额超过上限，请核对后再输入。没有记录任何积分。',
    'The amount is above the limit for one bill. No points were recorded.',
  ],
  'bill.time_invalid': [422, '消费时间不在允许的范围内。', 'The time of the bill is not within the allowed range.'],
  'bill.different': [
    422,
    '这个账单号已经记过，但内容不同。之前的记录没有改变。',
    'This bill number is already recorded with other contents. The first record stands unchanged.',
  ],
  'bill.unknown': [404, '没有找到这个账单号。', 'No such bill in this store.'],
  'refund.too_much': [
    422,
    '退款金额超过这张账单剩余可退金额。积分没有变化。',
    'The refund is more than what is left of this bill. No points were changed.',
  ],
  'refund.different': [
    422,
    '这个退款单号已经用过，但内容不同。之前的退款没有改变。',
    'This refund number is already recorded with other contents. The first refund stands unchanged.',
  ],
  'points.insufficient': [409, '积分不够，积分没有被扣。', 'Not enough points. Nothing was taken.'],
  'points.frozen': [
    409,
    '这个账户暂时被冻结，积分都还在。请联系门店。',
    'This account is frozen for now. The points are safe. Please ask the store.',
  ],
  'points.restricted': [
    409,
    '现在能用的积分不够：部分积分限时段或限商品使用，没有被扣。',
    'Not enough of your points may be used now and for this. Nothing was taken.',
  ],
  'points.scattered': [
    409,
    '积分批次太多，请分几次使用。积分没有被扣。',
    'These points lie in too many batches. Please use them in several steps. Nothing was taken.',
  ],
  'hold.closed': [
    409,
    '这笔冻结积分已经用掉、退回或超时退回，没有再变动。',
    'The points set aside were used, given back, or timed out already. Nothing was changed.',
  ],
  'hold.too_small': [
    422,
    '冻结的积分没有这么多，没有扣除任何积分。',
    'Fewer points were set aside than asked for. Nothing was taken.',
  ],
  'ledger.key_reused': [
    422,
    '这个单号已用于另一笔操作，之前的记录没有改变。',
    'This key was already used for another operation. The first record stands unchanged.',
  ],
  'ledger.not_reversible': [
    409,
    '这笔记录不能撤销，或已经撤销完。',
    'This entry cannot be reversed, or was reversed already.',
  ],
  'staff.not_bound': [403, '您还没有绑定门店店员身份。', 'You are not bound to a store as staff.'],
  'staff.revoked': [
    403,
    '您的店员身份已停用，请联系店长。',
    'Your staff access was ended. Please ask your store manager.',
  ],
  'staff.invite_invalid': [
    409,
    '邀请码无效或已被使用，请让店长重新生成。',
    'This invitation is not valid any more. Ask your manager for a new one.',
  ],
  'staff.already_bound': [409, '这个微信已绑定为店员。', 'This WeChat account is already bound to a staff member.'],
  'staff.store_mismatch': [403, '这条记录不属于您的门店。', 'This record belongs to another store.'],
  'operator.credentials': [401, '账号或密码不对。', 'The user name or password is not right.'],
  'operator.locked': [
    429,
    '尝试次数过多，账号已锁定15分钟。',
    'Too many attempts. The account is locked for 15 minutes.',
  ],
  'operator.totp_required': [
    401,
    '请输入验证器上的6位动态码。',
    'Please enter the 6-digit code from your authenticator.',
  ],
  'operator.totp_on': [
    409,
    '两步验证已经开启。要换验证器，请先用动态码关闭。',
    'Two-step sign-in is on already. Turn it off with a code first to change the authenticator.',
  ],
  'operator.totp_wrong': [401, '动态码不对或已过期。', 'The code is wrong or has expired.'],
  'operator.username_taken': [409, '这个账号名已经有人用了。', 'This user name is taken.'],
  'operator.disabled': [
    403,
    '这个账号已停用，请联系管理员。',
    'This account has been disabled. Please ask an administrator.',
  ],
  'operator.password_due': [403, '请先设置自己的新密码，再继续使用。', 'Please choose a password of your own first.'],
  'operator.password_ended': [
    401,
    '一次性密码已超过7天失效，请让管理员重新生成。',
    'The one-time password is older than seven days. Ask an administrator for a new one.',
  ],
  'operator.self': [
    409,
    '不能停用自己的账号，也不能改自己的角色。没有做任何改动。',
    'You cannot disable your own account or change your own role. Nothing was changed.',
  ],
  'adjustment.own': [
    403,
    '不能审批自己提出的调整，请让另一位同事审批。积分没有变化。',
    'You cannot decide a correction you asked for yourself. No points were changed.',
  ],
  'adjustment.decided': [
    409,
    '这笔调整已经有人处理过了。积分没有再变。',
    'Somebody has decided this correction already. No points were changed again.',
  ],
  'adjustment.different': [
    422,
    '这个请求已经提交过，但内容不同。之前的记录没有改变。',
    'This request was already sent with other contents. The first record stands unchanged.',
  ],
  'store.code_taken': [409, '门店编号已存在。', 'This store code is taken.'],
  'table.name_taken': [409, '桌号在这家门店已存在。', 'This table name already exists in the store.'],
  'rule.edited_meanwhile': [
    409,
    '这条规则刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed this rule meanwhile. Your edit was not saved; reload and edit again.',
  ],
  'rule.no_draft': [409, '这条规则没有待发布的草稿。', 'This rule has no draft to publish.'],
  'rule.not_published': [409, '这条规则还没有发布过。', 'This rule has not been published yet.'],
  'rule.examples_missing': [
    422,
    '请先核对边界例子：至少 6 个勾选为“对”才能发布。',
    'Please check the borderline examples first: at least six must be ticked right.',
  ],
  'rule.example_broken': [
    422,
    '有例子的结果和之前勾选时不同，或被勾选为“不对”。请重新核对后再发布。',
    'An example comes out differently from when it was ticked, or was ticked wrong. Please check it again.',
  ],
  'rule.lint': [
    422,
    '规则检查发现严重问题，没有发布。',
    'The check of this rule found a grave problem. It was not published.',
  ],
  'rule.effective_past': [422, '生效时间已经过去，请重新选择。', 'The moment of taking effect has passed already.'],
  'rule.kind_fixed': [
    422,
    '基础积分和退款规则不能改成其他类型，也不能暂停。',
    'The base rate and the refund rule keep their kind and cannot be paused.',
  ],
  'backtest.running': [
    409,
    '您有一个回测正在运行，请等它结束或先取消。',
    'A backtest of yours is running. Wait for it, or cancel it first.',
  ],
  'backtest.busy': [
    503,
    '同时运行的回测已满，请稍后再试。',
    'As many backtests as may run at once are running. Please try again later.',
  ],
  'backtest.too_long': [
    422,
    '回测时段须晚于开始时间，且不超过 400 天。',
    'A backtest ends after it begins and covers at most 400 days.',
  ],
  'profile.birthday_fixed': [
    409,
    '生日一年只能修改一次，之前的生日没有变。',
    'The birthday can be changed once a year. It stays as it was.',
  ],
  'profile.birthday_unreal': [422, '没有这一天，请核对生日。', 'There is no such day. Please check the birthday.'],
  'pos.name_taken': [
    409,
    '这家门店已有同名的收银密钥，请换个名字。',
    'This store has a till key of this name already. Please choose another.',
  ],
  'pos.key_limit': [
    409,
    '这家门店的收银密钥已达上限，请先停用不再使用的密钥。',
    'This store has as many till keys as it may. Please revoke one that is not used.',
  ],
  'tier.not_in_grace': [
    409,
    '您现在不需要用积分保级，积分没有被扣。',
    'Your tier does not need to be kept with points now. Nothing was taken.',
  ],
  'tier.right_missing': [409, '您当前的等级没有这项权益。', 'Your tier does not include this benefit.'],
  'tier.right_used_up': [
    409,
    '这项权益本期的次数已用完，没有多扣。',
    'This benefit is used up for now. Nothing more was counted.',
  ],
  'tier.ladder_changed': [
    409,
    '等级规则刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed the ladder meanwhile. Your edit was not saved; reload and edit again.',
  ],
  'tier.ladder_invalid': [
    422,
    '等级规则有误，没有保存。请按提示修改。',
    'The ladder is not right and was not saved. Please correct what is marked.',
  ],
  'tier.rung_in_use': [
    409,
    '要去掉的等级还有会员，没有保存。可以改名或改门槛。',
    'There are members on the tier you want to remove. Nothing was saved; rename it or change its threshold.',
  ],
  'statement.future': [
    422,
    '还没到这个时间，没有可看的记录。',
    'That time has not come yet: there is nothing to show.',
  ],
  'pos.key_invalid': [401, '收银接口密钥无效。', 'The POS key is not valid.'],
} as const satisfies Record<string, readonly [status: number, zh: string, en: string]>

export type RefusalCode = keyof typeof refusals

/** The body every refusal and error carries. `requestId` is the number people quote to us. */
export interface RefusalBody {
  code: RefusalCode
  message: string
  requestId: string
  data?: Record<string, unknown>
}

/** What a person reads for a code; an unknown code (an older client) falls back to the general sentence. */
export function refusalText(code: string, language: 'zh' | 'en' = 'zh'): string {
  const entry = code in refusals ? refusals[code as RefusalCode] : refusals['server.error']
  return language === 'zh' ? entry[1] : entry[2]
}
