export default definePageConfig({ navigationBarTitleText: '领券', enablePullDownRefresh: true })
