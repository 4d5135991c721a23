export default definePageConfig({ navigationBarTitleText: '当前班次', enablePullDownRefresh: true })
