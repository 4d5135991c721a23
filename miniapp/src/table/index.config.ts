export default definePageConfig({ navigationBarTitleText: '本桌' })
