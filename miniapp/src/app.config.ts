import theme from './theme.json'

// The browser knows nothing of theme variables; its colours come from the stylesheet, pictures from here.
const h5 = process.env.TARO_ENV === 'h5'
const themed = (name: keyof typeof theme.light) => (h5 ? theme.light[name] : `@${name}`)
const tab = (page: string, text: string, icon: 'iconHome' | 'iconCode' | 'iconMall' | 'iconMe') => ({
  pagePath: `pages/${page}/index`,
  text,
  iconPath: themed(icon),
  selectedIconPath: themed(`${icon}On`),
})

export default defineAppConfig({
  pages: ['pages/home/index', 'pages/code/index', 'pages/mall/index', 'pages/me/index'],
  subPackages: [
    { root: 'join', pages: ['index'] },
    { root: 'points', pages: ['statement', 'month', 'entry', 'rules', 'expiring'] },
    { root: 'table', pages: ['index'] },
    { root: 'pay', pages: ['index'] },
    {
      root: 'staff',
      pages: [
        'bind',
        'workbench',
        'bill',
        'result',
        'records',
        'refund',
        'table-bills',
        'table-bill',
        'verify/member',
        'verify/confirm',
        'verify/done',
        'verify/enter',
        'verify/records',
        'verify/detail',
        'verify/practice',
        'offline/list',
        'offline/bill',
        'shifts/now',
        'shifts/report',
        'shifts/list',
      ],
    },
    { root: 'settings', pages: ['index', 'privacy', 'profile'] },
    { root: 'messages', pages: ['index', 'reminders'] },
    { root: 'coupons', pages: ['index', 'detail', 'offers', 'give', 'given', 'gift'] },
    { root: 'mall', pages: ['reward', 'voucher', 'redemptions'] },
    { root: 'draws', pages: ['index', 'wheel', 'wins', 'proof'] },
    { root: 'groups', pages: ['index', 'offer', 'group'] },
    { root: 'stores', pages: ['index'] },
    { root: 'tiers', pages: ['index'] },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['join', 'points', 'table', 'coupons'] },
    'pages/mall/index': { network: 'all', packages: ['mall'] },
    'pages/me/index': { network: 'wifi', packages: ['settings', 'stores', 'tiers', 'messages'] },
  },
  window: {
    navigationBarTitleText: '回头',
    navigationBarBackgroundColor: themed('paper'),
    navigationBarTextStyle: themed('navText') as never,
    navigationStyle: 'default',
    backgroundColor: themed('paper'),
    backgroundTextStyle: themed('loading') as never,
  },
  tabBar: {
    color: themed('tabText'),
    selectedColor: themed('tabActive'),
    backgroundColor: themed('card'),
    borderStyle: themed('line') as never,
    list: [
      tab('home', '首页', 'iconHome'),
      tab('code', '会员码', 'iconCode'),
      tab('mall', '积分商城', 'iconMall'),
      tab('me', '我的', 'iconMe'),
    ],
  },
  darkmode: true,
  themeLocation: 'theme.json',
  lazyCodeLoading: 'requiredComponents',
  requiredPrivateInfos: ['getFuzzyLocation', 'chooseAddress'],
  permission: { 'scope.userFuzzyLocation': { desc: '按距离排列附近的门店' } } as never,
  __usePrivacyCheck__: true,
} as Parameters<typeof defineAppConfig>[0])
