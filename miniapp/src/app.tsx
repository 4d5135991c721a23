import type { PropsWithChildren } from 'react'
import './app.scss'
// Before the router looks: a link such as /m/?t=SCENE names its page.
import './wechat'
import './parts/base.scss'
import './parts/icons.scss'
import './parts/parts.scss'
import './parts/asking.scss'
import './parts/tier.scss'
import './h5.scss'
import { keepReporting } from './grants'

keepReporting()

export default function App({ children }: PropsWithChildren) {
  return children
}
