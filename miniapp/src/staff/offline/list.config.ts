export default definePageConfig({ navigationBarTitleText: '离线核销', enablePullDownRefresh: true })
