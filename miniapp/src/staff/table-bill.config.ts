export default definePageConfig({ navigationBarTitleText: '送账单到桌' })
