import type { RuleDefinition } from '@huitou/shared/rules'
import { Alert, App, Form, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useIntention } from '../parts/request-id'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import type { Say } from '../texts'
import { minuteOf } from '../times'
import { usePublish } from './changes'
import { DiffTable } from './diff-table'
import { MomentField } from './moment-field'
import { ReasonField } from './pause-dialog'
import { nextVersion, type RuleDetail, versionsOf } from './rule'
import type { Voice } from './words'

interface PublishDialogProps {
  rule: RuleDetail
  definition: RuleDefinition
  revision: number
  sentence: string
  voice: Voice
  open: boolean
  onClose: () => void
  onPublished: (rule: RuleDetail) => void
}

/** From now on or from a moment on: what changes, who sees it when, and why. */
export function PublishDialog(props: PublishDialogProps) {
  const { say, pick, language } = usePreferences()
  const { rule, definition, voice, open, onClose } = props
  const [form] = Form.useForm<{ reason: string }>()
  const [at, setAt] = useState<string | null>(null)
  const [later, setLater] = useState(false)
  const [tooEarly, setTooEarly] = useState(false)
  const { send, publish } = useSend(props, later ? at : null)
  const confirm = (values: { reason: string }) => {
    const missing = later && (at === null || at <= new Date().toISOString())
    setTooEarly(missing)
    if (!missing) send(values.reason.trim())
  }
  return (
    <Modal
      open={open}
      width={680}
      title={say('publish.title', { name: pick(definition.name) || definition.name.zh })}
      okText={say('publish.confirm', { version: nextVersion(rule) })}
      confirmLoading={publish.isPending}
      onOk={form.submit}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="publish-sentence">{props.sentence}</p>
      {publish.error ? (
        <Alert className="form-alert" type="error" showIcon title={textOf(publish.error, say, language)} />
      ) : null}
      {/* No form of the browser's: there Enter in the field of the moment would choose it and publish at once. */}
      <Form
        component="div"
        form={form}
        layout="vertical"
        preserve={false}
        onFinish={confirm}
        initialValues={{ reason: '' }}
      >
        <When later={later} onLater={setLater} at={at} onMoment={setAt} tooEarly={tooEarly} />
        <ReasonField />
      </Form>
      <Facts rule={rule} definition={definition} voice={voice} from={fromWords(say, later, at)} />
    </Modal>
  )
}

interface WhenProps {
  later: boolean
  onLater: (later: boolean) => void
  at: string | null
  onMoment: (at: string | null) => void
  tooEarly: boolean
}

/** At once, or from a moment to come. */
function When({ later, onLater, at, onMoment, tooEarly }: WhenProps) {
  const { say } = usePreferences()
  return (
    <>
      <Form.Item label={say('publish.when')}>
        <Radio.Group
          value={later}
          onChange={event => onLater(event.target.value as boolean)}
          options={[
            { value: false, label: say('publish.now') },
            { value: true, label: say('publish.later') },
          ]}
        />
      </Form.Item>
      {later ? (
        <Form.Item
          label={say('publish.at')}
          htmlFor="publish-at"
          validateStatus={tooEarly ? 'error' : undefined}
          help={tooEarly ? say('publish.at.missing') : undefined}
        >
          <MomentField id="publish-at" value={at} onChange={onMoment} />
        </Form.Item>
      ) : null}
    </>
  )
}

function fromWords(say: Say, later: boolean, at: string | null): string {
  if (!later) return say('publish.from.now')
  return at ? say('publish.from.at', { at: minuteOf(at) }) : say('publish.from.open')
}

type FactsProps = Pick<PublishDialogProps, 'rule' | 'definition' | 'voice'> & { from: string }

/** Who sees what from when, and what is different from the version before. */
function Facts({ rule, definition, voice, from }: FactsProps) {
  const { say } = usePreferences()
  const last = versionsOf(rule)[0]
  return (
    <section className="publish-facts">
      <h3>{say('publish.who')}</h3>
      <ul>
        <li>{say('publish.who.guest', { at: from })}</li>
        <li>{say('publish.who.staff')}</li>
        <li>{say('publish.who.past')}</li>
      </ul>
      <h3>{last ? say('publish.changes', { version: last.version }) : say('publish.first')}</h3>
      {last ? (
        <DiffTable
          voice={voice}
          before={last.definition}
          after={definition}
          labels={[say('versions.no', { version: last.version }), say('versions.no', { version: nextVersion(rule) })]}
        />
      ) : null}
    </section>
  )
}

function useSend({ rule, revision, onPublished, onClose }: PublishDialogProps, effectiveAt: string | null) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const [requestId, nextIntention] = useIntention()
  const publish = usePublish(rule.code)
  const send = (reason: string) =>
    publish.mutate(
      { requestId, revision, effectiveAt, reason },
      {
        onSuccess: published => {
          nextIntention()
          message.success(
            effectiveAt ? say('publish.done.later', { at: minuteOf(effectiveAt) }) : say('publish.done.now'),
          )
          onPublished(published)
          onClose()
        },
        // A refused request is answered the same for ever; the next try is a new intention.
        onError: error => error.status >= 400 && error.status < 500 && nextIntention(),
      },
    )
  return { send, publish }
}
