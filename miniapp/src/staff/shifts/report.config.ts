export default definePageConfig({ navigationBarTitleText: '班次报表' })
