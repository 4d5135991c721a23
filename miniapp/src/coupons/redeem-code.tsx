import { Input, View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { freshId } from '../ids'
import { useTexts } from '../language'
import { nudge } from '../notices'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Sheet } from '../parts/sheet'
import { go } from '../routes'

/** A printed code becomes a coupon. What is wrong with it is said where it was typed, and it can be mended there. */
export function RedeemCode({ onRedeemed }: { onRedeemed: () => void }) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  const [code, setCode] = useState('')
  const [state, setState] = useState<{ busy: boolean; error: CallError | null }>({ busy: false, error: null })
  // One number for one code, however often it is tried: what arrived unseen is not taken for somebody else's.
  const order = useRef({ code: '', requestId: '' })
  const plain = code.trim()
  const redeem = async () => {
    if (plain.length < 4 || state.busy) return
    if (order.current.code !== plain) order.current = { code: plain, requestId: freshId() }
    setState({ busy: true, error: null })
    try {
      const { id } = await call('POST /member/coupon-codes', { body: order.current })
      nudge()
      setState({ busy: false, error: null })
      setOpen(false)
      setCode('')
      onRedeemed()
      go('coupon', { id })
    } catch (failure) {
      setState({ busy: false, error: asCallError(failure) })
    }
  }
  return (
    <View className="row--ruled">
      <Row icon="code" title={t('coupons.code')} note={t('coupons.codeNote')} onTap={() => setOpen(true)} />
      <Sheet open={open} title={t('coupons.code')} onClose={() => setOpen(false)}>
        <View className="note">{t('coupons.codeHint')}</View>
        <View className="gap-8">
          <Input
            className="field"
            value={code}
            maxlength={40}
            focus
            placeholder={t('scan.placeholder')}
            aria-label={t('coupons.code')}
            onInput={event => setCode(event.detail.value)}
            onConfirm={() => void redeem()}
          />
        </View>
        {state.error && <ErrorNote error={state.error} kept={t('coupons.codeKept')} />}
        <View className="gap-16">
          <Button
            label={t('scan.use')}
            tall
            busy={state.busy}
            disabled={plain.length < 4}
            onTap={() => void redeem()}
          />
        </View>
      </Sheet>
    </View>
  )
}
