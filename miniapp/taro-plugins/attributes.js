// The accessibility attributes WeChat's own components understand, and the Taro components that shall carry them.
const attributes = ['aria-label', 'aria-role', 'aria-hidden', 'aria-checked', 'aria-selected', 'aria-disabled']
const carriers = ['View', 'Text', 'Button', 'Input', 'Switch', 'ScrollView', 'Canvas']
const empty = Object.fromEntries(attributes.map(name => [name, '']))

module.exports.components = Object.fromEntries(carriers.map(name => [name, { ...empty }]))
