import { formatPoints, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Alert, App, Form, Input, Radio } from 'antd'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange, type useRead } from '../queries'
import { Dialog } from './dialog'
import { useIntention } from './request-id'
import { Bone, ErrorView, textOf } from './state-views'

type Route = 'GET /console/members/:memberNo/awards'
type Offers = ReplyOf<Route>
type Offer = Offers['items'][number]

interface Draft {
  ruleCode: string | null
  note: string
}

interface AwardDialogProps {
  open: boolean
  member: { memberNo: string; nickname: string }
  offers: ReturnType<typeof useRead<Route>>
  onClose: () => void
}

/** Chooses one of the rules for giving by hand, with what each would give this member now. */
export function AwardDialog({ open, member, offers, onClose }: AwardDialogProps) {
  const { say } = usePreferences()
  const [form] = Form.useForm<Draft>()
  const give = useGive(member, onClose)
  const code = Form.useWatch('ruleCode', form)
  const chosen = offers.data?.items.find(offer => offer.code === code)
  return (
    <Dialog
      open={open}
      title={say('award.open')}
      width={500}
      destroyOnHidden
      mask={{ closable: false }}
      onCancel={onClose}
      okText={chosen ? say('award.submit.points', { points: formatPoints(chosen.points) }) : say('award.submit')}
      okButtonProps={{ disabled: !offers.data }}
      confirmLoading={give.pending}
      onOk={form.submit}
      afterClose={give.reset}
    >
      {offers.data ? (
        <AwardForm form={form} member={member} items={offers.data.items} error={give.error} onSubmit={give.send} />
      ) : offers.error ? (
        <ErrorView small error={offers.error} retry={() => offers.refetch()} />
      ) : (
        <Bone width="100%" height={160} />
      )}
    </Dialog>
  )
}

/** One intention, one number: a retry after a lost answer gives nothing a second time. */
function useGive({ memberNo, nickname }: AwardDialogProps['member'], onClose: () => void) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [requestId, next] = useIntention()
  const change = useChange(
    ({ ruleCode, note }: Draft) =>
      call('POST /console/members/:memberNo/awards', {
        params: { memberNo },
        body: { requestId, ruleCode: ruleCode ?? '', note: note.trim() },
      }),
    [
      'GET /console/members/:memberNo/awards',
      'GET /console/adjustments',
      'GET /console/members',
      'GET /console/members/:memberNo',
      'GET /console/members/:memberNo/entries',
      'GET /console/audit',
    ],
  )
  const send = (draft: Draft) =>
    change.mutate(draft, {
      onSuccess: ({ points }) => {
        next()
        message.success(say('award.done', { name: nickname, points: formatPoints(points) }))
        onClose()
      },
      // What the server has understood and refused is over; the next try is another intention.
      onError: error => error.passing || next(),
    })
  return { send, pending: change.isPending, error: change.error, reset: change.reset }
}

interface AwardFormProps {
  form: ReturnType<typeof Form.useForm<Draft>>[0]
  member: AwardDialogProps['member']
  items: Offer[]
  error: Error | null
  onSubmit: (draft: Draft) => void
}

function AwardForm({ form, member, items, error, onSubmit }: AwardFormProps) {
  const { say, language } = usePreferences()
  const open = items.filter(({ verdict }) => verdict === 'YES')
  return (
    <Form<Draft>
      form={form}
      layout="vertical"
      preserve={false}
      requiredMark={false}
      initialValues={{ ruleCode: open.length === 1 ? open[0]?.code : null, note: '' }}
      onFinish={onSubmit}
    >
      {error ? <Alert className="form-alert" type="error" showIcon title={textOf(error, say, language)} /> : null}
      <Form.Item label={say('adjust.member')}>
        <strong>{member.nickname}</strong> <span className="number quiet">{inGroups(member.memberNo)}</span>
      </Form.Item>
      <Form.Item
        name="ruleCode"
        label={say('award.choose')}
        rules={[{ required: true, message: say('award.choose.missing') }]}
      >
        <Radio.Group
          className="award-choices"
          options={items.map(offer => ({
            value: offer.code,
            disabled: offer.verdict !== 'YES',
            label: <OfferText offer={offer} />,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="note"
        label={say('award.note')}
        extra={say('adjust.reason.hint')}
        rules={[{ required: true, whitespace: true, min: 4, max: 100, message: say('adjust.reason.short') }]}
      >
        <Input.TextArea rows={2} maxLength={100} showCount placeholder={say('award.note.example')} />
      </Form.Item>
    </Form>
  )
}

/** The rule by name and sentence, what it gives now, and why not more. */
function OfferText({ offer }: { offer: Offer }) {
  const { say, pick } = usePreferences()
  const points = formatPoints(offer.points)
  const says = {
    YES: say('award.points', { points }),
    NOTHING: say('award.nothing'),
    TOO_MANY: say('award.too_many', { points }),
  }[offer.verdict]
  return (
    <span className="stacked">
      <strong>{pick(offer.name)}</strong>
      <span>{pick(offer.sentence)}</span>
      <span className="quiet">{offer.withheld ? `${says} · ${pick(offer.withheld)}` : says}</span>
    </span>
  )
}
