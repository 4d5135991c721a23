import type { TemplateDraft } from './template-book.js'

const template = (id: string, title: string, fields: Record<string, string>): TemplateDraft => ({
  id,
  title,
  fields: Object.entries(fields).map(([key, label]) => ({ key, label })),
})

/** The templates the demo's owner would have picked in WeChat's console: those our default messages are written for. */
export const demoTemplates: readonly TemplateDraft[] = [
  template('huitou-points-changed', '积分变动提醒', {
    thing1: '变动原因',
    number2: '变动积分',
    number3: '当前积分',
    time4: '变动时间',
  }),
  template('huitou-points-expiring', '积分到期提醒', { number1: '到期积分', date2: '到期时间', thing3: '温馨提示' }),
  template('huitou-coupon', '卡券通知', { thing1: '卡券名称', thing2: '使用说明', thing3: '有效期' }),
  template('huitou-tier', '会员等级变更提醒', { phrase1: '当前等级', thing2: '变更说明', thing3: '有效时间' }),
  template('huitou-verified', '核销成功通知', {
    thing1: '核销内容',
    character_string2: '核销编号',
    thing3: '核销门店',
    time4: '核销时间',
  }),
  template('huitou-news', '活动进展通知', { thing1: '活动名称', thing2: '进展说明' }),
]
