import { formatPoints } from '@huitou/shared/amounts'
import { fill } from '@huitou/shared/message-filling'
import { Alert, App, Button, Drawer, Input, Select } from 'antd'
import { useEffect, useRef } from 'react'
import { Field } from '../parts/field'
import { useLeaveGuard } from '../parts/leave-guard'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { YuanField } from '../rules/moment-field'
import { clockOf } from '../times'
import { BODY_MAX, type CampaignDraft, PAGES, stoppersOf, TITLE_MAX, WORTH_MAX_FEN } from './campaign'
import { FunnelChart } from './funnel-chart'
import { Phone } from './phone'
import { channelsOn, examplesOf } from './template'
import { type CampaignOnDesk, useCampaign } from './use-campaign'

interface CampaignDrawerProps {
  onClose: () => void
  onSent: (code: string) => void
}

/** One message to many: written, estimated by the rules that will send it, and only then sent. */
export function CampaignDrawer({ onClose, onSent }: CampaignDrawerProps) {
  const { say, language } = usePreferences()
  const work = useCampaign(onSent)
  const mayLeave = useLeaveGuard(work.dirty)
  const close = async () => {
    if (await mayLeave()) onClose()
  }
  return (
    <Drawer
      open
      onClose={close}
      size={1000}
      title={say('sends.new')}
      mask={{ closable: !work.dirty }}
      footer={<Foot work={work} />}
    >
      {work.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(work.error, say, language)} />
      ) : null}
      <div className="campaign-desk">
        <div>
          <Words draft={work.draft} onChange={work.change} />
          <AudienceFields draft={work.draft} onChange={work.change} />
          <EstimatePart work={work} />
        </div>
        <aside className="template-aside">
          <h3>{say('campaign.preview')}</h3>
          <Previews draft={work.draft} />
        </aside>
      </div>
    </Drawer>
  )
}

interface PartProps {
  draft: CampaignDraft
  onChange: (more: Partial<CampaignDraft>) => void
}

const SHOWN_OF_TITLE = 20

function Words({ draft, onChange }: PartProps) {
  const { say } = usePreferences()
  return (
    <>
      <Field label={say('campaign.title')} hint={say('campaign.title.hint', { limit: SHOWN_OF_TITLE })}>
        {id => (
          <Input
            id={id}
            value={draft.title}
            maxLength={TITLE_MAX}
            showCount
            onChange={event => onChange({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label={say('campaign.body')} hint={say('campaign.body.hint')}>
        {id => (
          <Input.TextArea
            id={id}
            value={draft.body}
            maxLength={BODY_MAX}
            showCount
            autoSize={{ minRows: 3, maxRows: 8 }}
            onChange={event => onChange({ body: event.target.value })}
          />
        )}
      </Field>
      <div className="template-pair">
        <Field label={say('campaign.page')}>
          {id => (
            <Select
              id={id}
              value={draft.page}
              options={PAGES.map(({ page, key }) => ({ value: page, label: say(key) }))}
              onChange={page => onChange({ page })}
            />
          )}
        </Field>
        <Field label={say('campaign.worth')} hint={say('campaign.worth.hint')}>
          {id => (
            <YuanField
              id={id}
              fen={draft.worthFen}
              min={0}
              maxFen={WORTH_MAX_FEN}
              onFen={worthFen => onChange({ worthFen })}
            />
          )}
        </Field>
      </div>
    </>
  )
}

function AudienceFields({ draft, onChange }: PartProps) {
  const { say, pick } = usePreferences()
  const options = useRead('GET /console/rule-options', undefined, { staleMs: 60_000 })
  const { audience } = draft
  return (
    <fieldset className="template-fields">
      <legend>{say('campaign.audience')}</legend>
      <p className="page-note">{say('campaign.everybody')}</p>
      <div className="template-pair">
        <Field label={say('campaign.tier')}>
          {id => (
            <Select
              id={id}
              allowClear
              value={audience.tier ?? null}
              placeholder={say('campaign.tier.any')}
              loading={options.isPending}
              options={options.data?.tiers.map(({ code, name }) => ({ value: code, label: pick(name) }))}
              onChange={tier => onChange({ audience: { ...audience, tier: tier ?? undefined } })}
            />
          )}
        </Field>
        <Field label={say('campaign.tag')}>
          {id => (
            <Select
              id={id}
              allowClear
              showSearch
              value={audience.tag ?? null}
              placeholder={say('campaign.tag.any')}
              loading={options.isPending}
              options={options.data?.tags.map(tag => ({ value: tag, label: tag }))}
              onChange={tag => onChange({ audience: { ...audience, tag: tag ?? undefined } })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  )
}

function EstimatePart({ work }: { work: CampaignOnDesk }) {
  const { say } = usePreferences()
  const { estimate, estimated } = work
  const shown = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new estimate is what somebody waits to see
  useEffect(() => shown.current?.scrollIntoView({ block: 'nearest' }), [estimated])
  if (!estimate)
    return <p className="page-note">{say(estimated ? 'campaign.estimate.again' : 'campaign.estimate.first')}</p>
  const { funnel, later } = estimate
  return (
    <section ref={shown} className="campaign-estimate" aria-live="polite">
      {funnel.willSend === 0 ? (
        <Alert
          className="form-alert"
          type="warning"
          showIcon
          title={say(funnel.target === 0 ? 'campaign.nobody.target' : 'campaign.nobody')}
        />
      ) : null}
      <FunnelChart funnel={funnel} reasons={stoppersOf(estimate)} />
      {later > 0 ? <p className="note-warn">{say('funnel.later', { count: formatPoints(later) })}</p> : null}
      <p className="page-note">
        {say('campaign.estimated', { at: clockOf(estimated?.at ?? 0) })} · {say('campaign.estimate.same')}
      </p>
    </section>
  )
}

function Foot({ work }: { work: CampaignOnDesk }) {
  const { say } = usePreferences()
  const { modal } = App.useApp()
  const { estimate, draft } = work
  const target = formatPoints(estimate?.funnel.target ?? 0)
  const count = formatPoints(estimate?.funnel.willSend ?? 0)
  const inboxOnly = estimate !== null && estimate.funnel.willSend === 0
  const send = !estimate
    ? say('campaign.send.plain')
    : inboxOnly
      ? say('campaign.send.inbox', { count: target })
      : say('campaign.send', { count })
  const title = draft.title.trim()
  const confirm = () =>
    modal.confirm({
      title: inboxOnly
        ? say('campaign.confirm.inbox', { count: target, title })
        : say('campaign.confirm', { count, title }),
      content: say('campaign.confirm.content', { target }),
      okText: send,
      autoFocusButton: 'cancel',
      onOk: work.send,
    })
  return (
    <div className="drawer-footer">
      <Button disabled={!work.complete} loading={work.estimating} onClick={work.ask}>
        {say('campaign.estimate')}
      </Button>
      <Button
        type="primary"
        disabled={!estimate || estimate.funnel.target === 0}
        loading={work.sending}
        onClick={confirm}
      >
        {send}
      </Button>
    </div>
  )
}

/** On every channel an offer goes out on, and in the inbox. */
function Previews({ draft }: { draft: CampaignDraft }) {
  const { say, pick } = usePreferences()
  const templates = useRead('GET /console/message-templates', undefined, { staleMs: 60_000 })
  const kind = templates.data?.kinds.find(one => one.kind === 'CAMPAIGN')
  const inbox = { title: draft.title || say('campaign.title'), body: draft.body || say('campaign.body') }
  const typed = { campaign: draft.title, text: draft.body, title: draft.title, body: draft.body }
  return (
    <>
      {kind
        ? channelsOn(kind).map(channel => {
            const template = kind.channels.find(one => one.channel === channel)!.template
            return (
              <Phone
                key={channel}
                place={channel}
                title={pick(kind.name)}
                preview={fill(template, examplesOf(kind.variables, { typed, missing: false }))}
                opens
                inbox={inbox}
              />
            )
          })
        : null}
      <Phone
        place="INBOX"
        title=""
        preview={{ fields: [], text: '', unknownVariables: [] }}
        opens={false}
        inbox={inbox}
      />
    </>
  )
}
