import type { RuleDefinition } from '@huitou/shared/rules'
import { Button, Drawer, Select } from 'antd'
import { useState } from 'react'
import { EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { sayCode } from '../texts'
import { minuteOf } from '../times'
import { DiffTable } from './diff-table'
import { type RuleDetail, type RuleVersion, versionsOf } from './rule'
import { StateTag } from './state-tag'
import type { Voice } from './words'

interface VersionsDrawerProps {
  rule: RuleDetail
  draft: RuleDefinition
  voice: Voice
  open: boolean
  onClose: () => void
  /** Null for those who only read. */
  onRestore: ((definition: RuleDefinition, version: number) => void) | null
}

const DRAFT = 0

/** Every version with who and why, and any two of them compared part by part in words. The draft counts as one. */
export function VersionsDrawer(props: VersionsDrawerProps) {
  const { say, pick } = usePreferences()
  const { rule, open, onClose } = props
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={760}
      title={say('versions.title', { name: pick(rule.name) || rule.name.zh })}
      destroyOnHidden
    >
      {rule.versions.length === 0 ? (
        <EmptyView drawing="ledger" title={say('versions.none')} hint={say('versions.none.hint')} />
      ) : (
        <Versions {...props} />
      )}
    </Drawer>
  )
}

function Versions({ rule, draft, voice, onRestore }: VersionsDrawerProps) {
  const { say } = usePreferences()
  const versions = versionsOf(rule)
  const [older, setOlder] = useState(versions[0]?.version ?? DRAFT)
  const [newer, setNewer] = useState(DRAFT)
  const definitionOf = (number: number) => versions.find(one => one.version === number)?.definition ?? draft
  const nameOf = (number: number) =>
    number === DRAFT ? say('versions.draft') : say('versions.no', { version: number })
  const choices = [DRAFT, ...versions.map(one => one.version)].map(value => ({ value, label: nameOf(value) }))
  return (
    <>
      <section className="compare" aria-label={say('versions.compare')}>
        <div className="compare-choices">
          <Select
            className="short-field"
            value={older}
            onChange={setOlder}
            options={choices}
            aria-label={say('versions.older')}
          />
          <span aria-hidden="true">→</span>
          <Select
            className="short-field"
            value={newer}
            onChange={setNewer}
            options={choices}
            aria-label={say('versions.newer')}
          />
        </div>
        <DiffTable
          voice={voice}
          before={definitionOf(older)}
          after={definitionOf(newer)}
          labels={[nameOf(older), nameOf(newer)]}
        />
      </section>
      <ol className="versions">
        {versions.map((one, index) => (
          <VersionItem
            key={one.version}
            one={one}
            before={versions[index + 1]?.version ?? null}
            onCompare={before => {
              setOlder(before)
              setNewer(one.version)
            }}
            onRestore={onRestore}
          />
        ))}
      </ol>
    </>
  )
}

interface VersionItemProps {
  one: RuleVersion
  /** The version it replaced. */
  before: number | null
  onCompare: (before: number) => void
  onRestore: VersionsDrawerProps['onRestore']
}

function VersionItem({ one, before, onCompare, onRestore }: VersionItemProps) {
  const { say, pick } = usePreferences()
  const name = say('versions.no', { version: one.version })
  return (
    <li className="version">
      <div className="rule-head">
        <strong className="number">{name}</strong>
        <StateTag state={one.state} />
        <span className="page-note number">{say('versions.effective', { at: minuteOf(one.effectiveAt) })}</span>
      </div>
      <p>{pick(one.sentence)}</p>
      <p className="page-note number">
        {say('versions.by', { by: sayCode(say, 'publisher', one.publishedBy), at: minuteOf(one.publishedAt) })}
        {one.reason ? ` · ${say('versions.reason', { reason: one.reason })}` : ''}
      </p>
      <div className="version-actions">
        {before === null ? null : (
          <Button size="small" onClick={() => onCompare(before)}>
            {say('versions.compare')} {say('versions.no', { version: before })} → {name}
          </Button>
        )}
        {onRestore ? (
          <Button size="small" onClick={() => onRestore(one.definition, one.version)}>
            {say('versions.restore')}
          </Button>
        ) : null}
      </div>
    </li>
  )
}
