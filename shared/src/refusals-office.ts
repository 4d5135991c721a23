import type { Refusals } from './refusal-shape.js'

/** Refusals of the back office: operators, staff, tills, rules, corrections. */
export const office = {
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
  'rule.edited_meanwhile': [
    409,
    '这条规则刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed this rule meanwhile. Your edit was not saved; reload and edit again.',
  ],
  'rule.no_draft': [409, '这条规则没有待发布的草稿。', 'This rule has no draft to publish.'],
  'rule.not_published': [409, '这条规则还没有发布过。', 'This rule has not been published yet.'],
  'rule.not_scheduled': [
    409,
    '这条规则没有待生效的版本。没有任何变动。',
    'No version of this rule is waiting to take effect. Nothing was changed.',
  ],
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
  'rule.crowded': [
    422,
    '与它同时生效的规则太多，一单记不下，所以没有生效。请先暂停一些规则，或减少上限。',
    'Too many rules may apply together with it for one bill to hold, so it was not put in force. Pause some of them, or set fewer caps.',
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
  'pos.key_invalid': [401, '收银接口密钥无效。', 'The POS key is not valid.'],
} as const satisfies Refusals
