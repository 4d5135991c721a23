export default definePageConfig({ navigationBarTitleText: '核销详情' })
