import { App, Button, Drawer, Tag } from 'antd'
import { Bone, ErrorView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'
import type { Channel, Kind, Template } from './template'

interface VersionsDrawerProps {
  kind: Kind
  channel: Channel
  current: number
  open: boolean
  onClose: () => void
  onRestore: ((template: Template) => void) | null
}

/** How a template came to be; any version can be taken up again. */
export function VersionsDrawer({ kind, channel, current, open, onClose, onRestore }: VersionsDrawerProps) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const request = { params: { kind: kind.kind, channel } }
  const versions = useRead('GET /console/message-templates/:kind/:channel', request, { enabled: open })
  const restore = (version: number, template: Template) => {
    onRestore?.(template)
    message.info(say('tversions.restored', { version }))
    onClose()
  }
  const { data, error } = versions
  return (
    <Drawer open={open} onClose={onClose} size={560} title={say('tversions.title')} destroyOnHidden>
      {!data && error ? <ErrorView small error={error} retry={() => versions.refetch()} /> : null}
      {!data && !error ? <Bone width="100%" height={120} /> : null}
      <ol className="template-versions">
        {data?.items.map(({ version, template, changedAt, changedBy }) => (
          <li key={version}>
            <div className="template-version-head">
              <strong>{version === 0 ? say('tversions.shipped') : say('tversions.version', { version })}</strong>
              {version === current ? <Tag color="success">{say('tversions.current')}</Tag> : null}
              <Tag>{say(template.enabled ? 'tversions.on' : 'tversions.off')}</Tag>
              <span className="page-note number">{changedAt ? `${changedBy ?? ''} · ${minuteOf(changedAt)}` : ''}</span>
              {onRestore && version !== current ? (
                <Button size="small" onClick={() => restore(version, template)}>
                  {say('tversions.restore')}
                </Button>
              ) : null}
            </div>
            <Content template={template} />
          </li>
        ))}
      </ol>
    </Drawer>
  )
}

/** As it was written, with the names of its variables: filled in, two versions would often look the same. */
function Content({ template }: { template: Template }) {
  const { say } = usePreferences()
  if (template.fields.length === 0) return <p className="quiet">{template.text || '—'}</p>
  return (
    <dl className="version-fields">
      {template.fields.map(({ key, value, fallback }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fields of a saved version do not move
        <div key={at}>
          <dt>
            <code>{key}</code>
          </dt>
          <dd>
            {value || '—'}
            {fallback ? <span className="quiet"> {say('tversions.fallback', { fallback })}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}
