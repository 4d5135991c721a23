/** How to look at the demonstration: who signs in where, with what. */
import { DINER_DEVICE, STORIES } from './stories.rules.js'

export interface SignIn {
  where: string
  who: string
  how: string
}

/** Of all operators. It protects made-up data only. */
export const PASSWORD = 'huitou-demo'
export const OPERATORS = [
  { username: 'admin', role: 'ADMIN', name: '管理员' },
  { username: 'marketer', role: 'MARKETER', name: '运营小陈' },
  { username: 'manager', role: 'STORE_MANAGER', name: '店长周远' },
  { username: 'finance', role: 'FINANCE', name: '财务吴敏' },
  { username: 'risk', role: 'RISK', name: '风控老郑' },
  { username: 'support', role: 'SUPPORT', name: '客服小夏' },
  { username: 'auditor', role: 'AUDITOR', name: '审计' },
] as const

/** @param url where the server is reached, without a slash at the end */
export function signInsOf(url: string, { scene, posKey }: { scene: string; posKey: string }): SignIn[] {
  const phone = (device: string) => `${url}/m/?device=${device}`
  const body = JSON.stringify({ billNo: 'DEMO-1', paidFen: 8850, scene })
  const others = OPERATORS.slice(1).map(({ username }) => username)
  return [
    {
      where: phone(DINER_DEVICE),
      who: `老会员「${STORIES.diner}」 · a member with two years of bills`,
      how: '打开即登录 · signed in by opening it',
    },
    {
      where: phone('demo-newcomer'),
      who: '还没入会的新客 · a guest who has not joined yet',
      how: '微信手机号一键入会 · joins with the phone button',
    },
    {
      where: phone('demo-staff'),
      who: '静安店店员 林小满 · staff of the first store',
      how: '「我的」进入店员工作台 · workbench under 我的',
    },
    {
      where: `${url}/t/${scene}`,
      who: '静安店 A1 桌 · the code on table A1',
      how: '相当于扫桌码，加 ?device= 换人；桌上有 ¥196 账单，可用积分和券 · as if scanned; a bill waits there',
    },
    {
      where: `${url}/console`,
      who: `管理员 admin(另有 ${others.join('、')}) · operators by role`,
      how: `密码 · password ${PASSWORD}`,
    },
    {
      where: `${url}/console`,
      who: `会员「${STORIES.debt}」欠分、「${STORIES.pending}」待生效、「${STORIES.expired}」已过期、「${STORIES.held}」冻结中 · owed, pending, expired, on hold`,
      how: '在会员里按昵称查找 · search members by nickname',
    },
    {
      where: `${url}/api/pos/bills`,
      who: '收银机 · a till',
      how: `curl -X POST ${url}/api/pos/bills -H 'authorization: Bearer ${posKey}' -H 'content-type: application/json' -d '${body}'`,
    },
  ]
}
