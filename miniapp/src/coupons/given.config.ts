export default definePageConfig({ navigationBarTitleText: '送出的券', enablePullDownRefresh: true })
