export default definePageConfig({ navigationBarTitleText: '规则与帮助' })
