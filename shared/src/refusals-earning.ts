import type { Refusals } from './refusal-shape.js'

/** Refusals of the cost of points, and of points given by hand under a rule. */
export const earning = {
  'settings.cost_invalid': [
    422,
    '每 1 积分的成本要在 0.1 分钱到 1 元之间。没有保存。',
    'A point costs between 0.1 fen and 1 yuan. Nothing was saved.',
  ],
  'settings.changed': [
    409,
    '积分成本刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed these settings meanwhile. Yours were not saved; reload and edit again.',
  ],
  'award.rule_not_live': [
    409,
    '这条规则现在没有生效，或不是人工发放的规则。积分没有变化。',
    'This rule is not in force now, or is not one for giving by hand. No points were changed.',
  ],
  'award.nothing': [
    409,
    '按这条规则，这位会员现在没有可得的积分。积分没有变化。',
    'By this rule there is nothing to give this member now. No points were changed.',
  ],
  'award.needs_adjustment': [
    409,
    '超出您单独可以发放的积分，没有发放。请用“调整积分”提出，由另一位同事审批。',
    'This is more than you may give alone, and was not given. Ask for a correction, which somebody else approves.',
  ],
} as const satisfies Refusals
