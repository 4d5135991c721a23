export default definePageConfig({ navigationBarTitleText: '离线记积分' })
