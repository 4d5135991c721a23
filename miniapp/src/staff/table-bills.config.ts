export default definePageConfig({ navigationBarTitleText: '桌边账单', enablePullDownRefresh: true })
