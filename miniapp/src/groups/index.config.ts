export default definePageConfig({ navigationBarTitleText: '积分拼团', enablePullDownRefresh: true })
