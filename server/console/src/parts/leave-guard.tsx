import { App } from 'antd'
import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { usePreferences } from '../preferences'

/** Asks before leaving a half-filled form, by a link, by back, or by closing the tab. Answers a way to ask from elsewhere. */
export function useLeaveGuard(dirty: boolean) {
  const { say } = usePreferences()
  const { modal } = App.useApp()
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  )

  const ask = async () =>
    modal.confirm({
      title: say('leave.title'),
      content: say('leave.content'),
      okText: say('leave.leave'),
      cancelText: say('leave.stay'),
      autoFocusButton: 'cancel',
    })

  // biome-ignore lint/correctness/useExhaustiveDependencies: one question per blocked move
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    ask().then(leave => (leave ? blocker.proceed() : blocker.reset()))
  }, [blocker.state])

  useEffect(() => {
    if (!dirty) return
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', hold)
    return () => window.removeEventListener('beforeunload', hold)
  }, [dirty])

  /** Resolves true when there is nothing to lose or the person leaves all the same. */
  return async () => !dirty || (await ask())
}
