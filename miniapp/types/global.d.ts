/// <reference types="@tarojs/taro" />

declare module '*.scss'
declare module '*.wav' {
  const path: string
  export default path
}

/** Root of the API, decided at build time: a path on h5, a whole address in WeChat. */
declare const API_BASE: string

declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV: 'weapp' | 'h5'
    NODE_ENV: 'development' | 'production'
  }
}
