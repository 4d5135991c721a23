export default definePageConfig({ navigationBarTitleText: '会员码', disableScroll: false })
