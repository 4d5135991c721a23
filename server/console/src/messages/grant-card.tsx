import { InfoCircleOutlined } from '@ant-design/icons'
import { Tag, Tooltip } from 'antd'
import { Bone, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { type GrantGroup, grantGroups, unwantedOf } from './grants'
import '../styles/message-limits.css'

interface GrantCardProps {
  memberNo: string
  /** Whether the member agreed to offers; absent until it is known. */
  marketing: boolean | undefined
}

/** How often WeChat still lets us remind this member, template by template, and what the member does not want. */
export function GrantCard({ memberNo, marketing }: GrantCardProps) {
  const { say, language } = usePreferences()
  const messages = useRead('GET /console/members/:memberNo/messages', { params: { memberNo }, query: {} })
  const { data, error } = messages
  if (!data && error)
    return (
      <section className="card">
        <ErrorView small error={error} retry={() => messages.refetch()} />
      </section>
    )
  const groups = data ? grantGroups(data.grants) : null
  const unwanted = data ? unwantedOf(data.grants) : []
  const joint = language === 'zh' ? '、' : ', '
  return (
    <section className="card grant-card" aria-busy={!data} aria-label={say('grants.title')}>
      <h2>
        {say('grants.title')}
        <Tooltip title={say('grants.what')} trigger={['hover', 'focus']}>
          <button
            type="button"
            className="icon-button"
            aria-label={say('queue.definition', { name: say('grants.title') })}
          >
            <InfoCircleOutlined />
          </button>
        </Tooltip>
      </h2>
      <ul className="grant-list">
        {groups?.map(group => <Grant key={group.templateId} group={group} joint={joint} />) ?? <Bone width={420} />}
        {groups?.length === 0 ? <li className="quiet">{say('grants.none')}</li> : null}
      </ul>
      <div className="grant-wishes">
        {marketing === undefined ? null : (
          <Tag color={marketing ? 'success' : 'default'}>
            {say(marketing ? 'grants.consent.yes' : 'grants.consent.no')}
          </Tag>
        )}
        {unwanted.length > 0 ? (
          <span className="page-note">
            {say('grants.unwanted', { kinds: unwanted.map(kind => say(`kind.${kind}`)).join(joint) })}
          </span>
        ) : null}
      </div>
    </section>
  )
}

function Grant({ group, joint }: { group: GrantGroup; joint: string }) {
  const { say } = usePreferences()
  const { kinds, left, answer } = group
  return (
    <li>
      <span className="grant-kinds">{kinds.map(kind => say(`kind.${kind}`)).join(joint)}</span>
      <strong className={left > 0 ? 'number' : 'number quiet'}>{say('grants.left', { count: left })}</strong>
      {answer === 'ban' || answer === 'reject' ? <span className="note-amber">{say(`grants.${answer}`)}</span> : null}
    </li>
  )
}
