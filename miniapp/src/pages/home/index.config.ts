export default definePageConfig({ navigationBarTitleText: '回头', enablePullDownRefresh: true })
