import { Alert, Button, Input, Switch } from 'antd'
import { useState } from 'react'
import { Field } from '../parts/field'
import { useLeaveGuard } from '../parts/leave-guard'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { minuteOf } from '../times'
import { FaultList } from './fault-list'
import { FieldRows, unknownIn } from './field-rows'
import { Phone } from './phone'
import { type Entry, type Kind, smsPartsOf, TEXT_MAX } from './template'
import { type TemplateOnDesk, useTemplate } from './use-template'
import { VariableTable } from './variable-table'
import { VersionsDrawer } from './versions-drawer'

interface TemplateDeskProps {
  kind: Kind
  entry: Entry
  mayChange: boolean
}

/** One kind on one channel: what is written on the left, what arrives on the right. */
export function TemplateDesk({ kind, entry, mayChange }: TemplateDeskProps) {
  const { say, pick } = usePreferences()
  const work = useTemplate(kind, entry)
  useLeaveGuard(work.dirty)
  const ofWechat = entry.channel === 'SUBSCRIBE' || entry.channel === 'OA'
  return (
    <div className="template-desk">
      <div className="template-form">
        <Notes entry={entry} work={work} />
        <div className="switch-cell template-switch">
          <Switch
            id="template-enabled"
            checked={work.draft.enabled}
            disabled={!mayChange}
            onChange={enabled => work.change({ enabled })}
          />
          <label htmlFor="template-enabled">{say('template.enabled')}</label>
        </div>
        {ofWechat ? (
          <WechatForm kind={kind} work={work} mayChange={mayChange} />
        ) : (
          <TextForm kind={kind} entry={entry} work={work} mayChange={mayChange} />
        )}
        <Foot kind={kind} entry={entry} work={work} mayChange={mayChange} />
      </div>
      <aside className="template-aside">
        <Phone
          place={entry.channel}
          title={pick(kind.name)}
          preview={work.preview}
          opens={ofWechat && (work.draft.page !== '' || kind.kind === 'CAMPAIGN')}
          inbox={{ title: pick(kind.inbox.title), body: pick(kind.inbox.body) }}
          note={work.draft.enabled ? null : say('template.preview.off')}
        />
        <VariableTable variables={kind.variables} work={work} />
      </aside>
    </div>
  )
}

function Notes({ entry, work }: { entry: Entry; work: TemplateOnDesk }) {
  const { say, language } = usePreferences()
  const { trouble } = entry
  return (
    <>
      {trouble ? (
        <Alert
          className="form-alert"
          type="warning"
          showIcon
          title={say('template.trouble', {
            at: minuteOf(trouble.since),
            reason: sayCode(say, 'reason', trouble.reason),
          })}
        />
      ) : null}
      {work.stale ? (
        <Alert
          className="form-alert"
          type="warning"
          showIcon
          title={say('template.stale', { version: entry.version })}
        />
      ) : null}
      {work.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(work.error, say, language)} />
      ) : null}
      {entry.channel === 'OA' ? <p className="page-note reason-note">{say('template.oa.note')}</p> : null}
    </>
  )
}

interface FormProps {
  kind: Kind
  work: TemplateOnDesk
  mayChange: boolean
}

function WechatForm({ kind, work, mayChange }: FormProps) {
  const { say } = usePreferences()
  const { draft, change, faults } = work
  return (
    <>
      <div className="template-pair">
        <Field label={say('template.id')} hint={say('template.id.hint')}>
          {id => (
            <>
              <Input
                id={id}
                value={draft.templateId}
                maxLength={64}
                disabled={!mayChange}
                spellCheck={false}
                status={faults.has('templateId') ? 'error' : undefined}
                onChange={event => change({ templateId: event.target.value.trim() })}
              />
              <FaultList faults={faults.get('templateId')} place="templateId" />
            </>
          )}
        </Field>
        <Field
          label={say('template.page')}
          hint={say(kind.kind === 'CAMPAIGN' ? 'template.page.campaign' : 'template.page.hint')}
        >
          {id => (
            <Input
              id={id}
              value={draft.page}
              maxLength={120}
              disabled={!mayChange || kind.kind === 'CAMPAIGN'}
              spellCheck={false}
              onChange={event => change({ page: event.target.value.trim() })}
            />
          )}
        </Field>
      </div>
      <FieldRows work={work} variables={kind.variables} disabled={!mayChange} />
    </>
  )
}

function TextForm({ kind, entry, work, mayChange }: FormProps & { entry: Entry }) {
  const { say } = usePreferences()
  const { draft, change, faults, preview } = work
  const length = preview.text.length
  return (
    <Field label={say('template.text')} hint={say('template.text.hint', { example: '{{title}}' })} wide>
      {id => (
        <>
          <Input.TextArea
            id={id}
            value={draft.text}
            maxLength={TEXT_MAX}
            autoSize={{ minRows: 4, maxRows: 10 }}
            disabled={!mayChange}
            status={faults.has('text') ? 'error' : undefined}
            onChange={event => change({ text: event.target.value })}
          />
          <p className="template-word number quiet" aria-live="polite">
            {entry.channel === 'SMS'
              ? say('template.sms.parts', { length, parts: smsPartsOf(preview.text) })
              : say('template.counter', { length, limit: TEXT_MAX })}
          </p>
          <FaultList faults={faults.get('text')} place="text" names={unknownIn(draft.text, kind.variables)} />
        </>
      )}
    </Field>
  )
}

function Foot({ kind, entry, work, mayChange }: TemplateDeskProps & { work: TemplateOnDesk }) {
  const { say } = usePreferences()
  const [looking, setLooking] = useState(false)
  const { version, changedAt, changedBy } = entry
  return (
    <div className="template-foot">
      <span className="page-note">
        {changedAt
          ? say('template.changed_by', { version, who: changedBy ?? '', at: minuteOf(changedAt) })
          : say('template.shipped')}
        {mayChange ? null : <> · {say('template.no_right')}</>}
      </span>
      <div className="drawer-footer">
        <Button onClick={() => setLooking(true)}>{say('tversions.title')}</Button>
        {work.dirty ? <Button onClick={work.drop}>{say('template.drop')}</Button> : null}
        {mayChange ? (
          <Button type="primary" disabled={!work.fit} loading={work.pending} onClick={work.send}>
            {say('template.save', { version: version + 1 })}
          </Button>
        ) : null}
      </div>
      <VersionsDrawer
        kind={kind}
        channel={entry.channel}
        current={version}
        open={looking}
        onClose={() => setLooking(false)}
        onRestore={mayChange ? template => work.change(template) : null}
      />
    </div>
  )
}
