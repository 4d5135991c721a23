export default definePageConfig({ navigationBarTitleText: '以往班次', enablePullDownRefresh: true })
