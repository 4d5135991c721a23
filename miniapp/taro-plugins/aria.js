// Taro 4 drops every aria-* attribute on WeChat, because its templates do not mention them: a screen reader would
// then read nothing on an icon button. This adds them to the templates, and to the runtime's list of known attributes.
const path = require('node:path')
const { components } = require('./attributes')

module.exports = context => {
  context.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (!platform.template) return
      platform.template.mergeComponents(context, components)
      platform.runtimePath = [].concat(platform.runtimePath, path.resolve(__dirname, 'aria-runtime.js'))
    },
  })
}
