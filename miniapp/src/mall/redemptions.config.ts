export default definePageConfig({
  navigationBarTitleText: '我换的',
  enablePullDownRefresh: true,
  onReachBottomDistance: 200,
})
