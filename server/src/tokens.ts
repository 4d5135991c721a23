/** Injection tokens of things that are made once at start and are no classes of ours to construct. */
export const CONFIG = Symbol('config')
export const CLOCK = Symbol('clock')
export const IDS = Symbol('ids')
export const DB = Symbol('db')
export const LOG = Symbol('log')
export const WECHAT = Symbol('wechat')
/** The client of WeChat Pay; null where no merchant is configured. */
export const PAY = Symbol('wechat-pay')
