import { WarningFilled } from '@ant-design/icons'
import { Link } from 'react-router'
import { Bone } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { channelsOn, type Kind, type MessageKind } from './template'

/** All kinds, with the channels they go out on; the one on the desk is marked. */
export function KindList({ kinds, current }: { kinds: readonly Kind[] | undefined; current: MessageKind | null }) {
  const { say } = usePreferences()
  if (!kinds)
    return (
      <div className="card kind-list bones padded">
        {Array.from({ length: 10 }, (_, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bones are all alike
          <Bone key={line} width="80%" height={20} />
        ))}
      </div>
    )
  return (
    <nav className="card kind-list" aria-label={say('templates.kinds')}>
      <ul>
        {kinds.map(kind => (
          <li key={kind.kind}>
            <Link
              to={{ search: `?kind=${kind.kind}` }}
              replace
              className={kind.kind === current ? 'kind-link on' : 'kind-link'}
              aria-current={kind.kind === current ? 'true' : undefined}
            >
              <span className="kind-name">
                {say(`kind.${kind.kind}`)}
                {kind.channels.some(({ trouble }) => trouble) ? (
                  <WarningFilled className="kind-trouble" aria-label={say('templates.trouble')} />
                ) : null}
              </span>
              <On kind={kind} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** A dot for each channel in the order of the tabs, filled where it is on; in words for whoever hovers or listens. */
function On({ kind }: { kind: Kind }) {
  const { say, language } = usePreferences()
  const on = channelsOn(kind)
  const names = on.map(channel => say(`channel.${channel}`)).join(language === 'zh' ? '、' : ', ')
  const text = on.length > 0 ? say('templates.channels_on', { channels: names }) : say('templates.channels_none')
  return (
    <span className="kind-dots" role="img" aria-label={text} title={text}>
      {kind.channels.map(({ channel }) => (
        <span key={channel} className={on.includes(channel) ? 'channel-dot on' : 'channel-dot'} />
      ))}
    </span>
  )
}
