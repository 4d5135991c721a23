export default definePageConfig({ navigationBarTitleText: '验算结果', enablePullDownRefresh: true })
