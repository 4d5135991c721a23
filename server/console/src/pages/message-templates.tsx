import { formatPoints } from '@huitou/shared/amounts'
import { Tabs } from 'antd'
import { useSearchParams } from 'react-router'
import { mayChangeMessages } from '../access'
import { KindList } from '../messages/kind-list'
import { Phone } from '../messages/phone'
import { channelsOn, type Kind, PLACES, type Place } from '../messages/template'
import { TemplateDesk } from '../messages/template-desk'
import { useOperator } from '../operator'
import { PageHead } from '../parts/page-head'
import { Bone, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import '../styles/messages.css'

/** What each kind of message looks like on each channel, written on the left and seen on a phone. */
export function MessageTemplatesPage() {
  const { say } = usePreferences()
  const [params, setParams] = useSearchParams()
  const templates = useRead('GET /console/message-templates')
  const kinds = templates.data?.kinds
  const kind = kinds?.find(one => one.kind === params.get('kind')) ?? kinds?.[0]
  const place = PLACES.find(one => one === params.get('channel')) ?? 'SUBSCRIBE'
  const go = (to: Place) => kind && setParams({ kind: kind.kind, channel: to }, { replace: true })
  if (!kinds && templates.error)
    return (
      <>
        <PageHead title={say('templates.title')} />
        <div className="card">
          <ErrorView error={templates.error} retry={() => templates.refetch()} />
        </div>
      </>
    )
  return (
    <>
      <PageHead title={say('templates.title')} note={kinds ? <Note kinds={kinds} /> : <Bone width={200} />} />
      <div className="template-page">
        <KindList kinds={kinds} current={kind?.kind ?? null} />
        <section className="card template-card" aria-busy={!kind}>
          {kind ? <Channels kind={kind} place={place} onPlace={go} /> : <CardBones />}
        </section>
      </div>
    </>
  )
}

function Note({ kinds }: { kinds: readonly Kind[] }) {
  const { say } = usePreferences()
  const on = kinds.reduce((sum, kind) => sum + channelsOn(kind).length, 0)
  return <>{say('templates.note', { kinds: formatPoints(kinds.length), on: formatPoints(on) })}</>
}

function Channels({ kind, place, onPlace }: { kind: Kind; place: Place; onPlace: (place: Place) => void }) {
  const { say, pick } = usePreferences()
  const mayChange = mayChangeMessages(useOperator().role)
  const on = channelsOn(kind)
  const entry = kind.channels.find(({ channel }) => channel === place)
  const label = (one: Place) => (
    <span className="channel-tab">
      <span className={one === 'INBOX' || on.includes(one) ? 'channel-dot on' : 'channel-dot'} aria-hidden="true" />
      {say(`channel.${one}`)}
    </span>
  )
  return (
    <>
      <Tabs
        className="member-tabs"
        activeKey={place}
        onChange={key => onPlace(PLACES.find(one => one === key) ?? 'SUBSCRIBE')}
        items={PLACES.map(one => ({ key: one, label: label(one) }))}
      />
      <div className="padded">
        {entry ? (
          <TemplateDesk key={`${kind.kind} ${place}`} kind={kind} entry={entry} mayChange={mayChange} />
        ) : (
          <div className="template-desk">
            <p className="template-form">{say('template.inbox.note')}</p>
            <aside className="template-aside">
              <Phone
                place="INBOX"
                title={pick(kind.name)}
                preview={{ fields: [], text: '', unknownVariables: [] }}
                opens={false}
                inbox={{ title: pick(kind.inbox.title), body: pick(kind.inbox.body) }}
              />
            </aside>
          </div>
        )}
      </div>
    </>
  )
}

function CardBones() {
  return (
    <div className="padded bones">
      <Bone width={360} height={24} />
      <Bone width="60%" height={36} />
      <Bone width="60%" height={36} />
      <Bone width="60%" height={140} />
    </div>
  )
}
