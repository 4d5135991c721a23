import { Button, Card, Tag } from 'antd'
import { useState } from 'react'
import { mayChangeRules } from '../access'
import { useOperator } from '../operator'
import { column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { Bone, EmptyView } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import type { ConsoleTiers } from '../tiers/ladder'
import { LadderEditor } from '../tiers/ladder-editor'
import { LadderTable } from '../tiers/ladder-table'
import { Movement } from '../tiers/movement'
import '../styles/tiers.css'
import { sayCode } from '../texts'
import { minuteOf } from '../times'

/** The ladder: what it asks for and gives, who stands on it, how they moved, what it costs, and how it came to be. */
export function TiersPage() {
  const { say } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const tiers = useRead('GET /console/tiers')
  const [editing, setEditing] = useState(false)
  const { data } = tiers
  const note = data ? say('tiers.note', { version: data.version, at: minuteOf(data.asOf) }) : <Bone width={160} />
  return (
    <>
      <PageHead
        title={say('tiers.title')}
        note={!data && tiers.error ? null : note}
        actions={
          mayChange && data ? (
            <Button type="primary" onClick={() => setEditing(true)}>
              {say('tiers.edit')}
            </Button>
          ) : null
        }
      />
      <div className="tier-page">
        <LadderTable tiers={data} error={tiers.error} retry={() => tiers.refetch()} />
        {!data && tiers.error ? null : <Movement months={data?.movement} />}
        {data ? <Versions tiers={data} /> : null}
      </div>
      {data ? <LadderEditor key={data.version} tiers={data} open={editing} onClose={() => setEditing(false)} /> : null}
    </>
  )
}

type Version = ConsoleTiers['versions'][number]

function Versions({ tiers }: { tiers: ConsoleTiers }) {
  const { say } = usePreferences()
  return (
    <Card title={say('tiers.versions')} styles={{ body: { padding: 0 } }}>
      <DataTable<Version>
        label={say('tiers.versions')}
        minWidth={640}
        rows={tiers.versions}
        rowKey={one => String(one.version)}
        pageSize={10}
        empty={<EmptyView drawing="bowl" title={say('tiers.movement.none')} />}
        columns={[
          column(say('tiers.versions'), 170, one => (
            <>
              {say('tiers.version', { version: one.version })}{' '}
              {one.version === tiers.version ? <Tag color="success">{say('tiers.version.current')}</Tag> : null}
            </>
          )),
          digits(say('tiers.published_at'), 160, one => minuteOf(one.publishedAt)),
          column(say('tiers.published_by'), 180, one => sayCode(say, 'publisher', one.publishedBy)),
          column(say('tiers.reason'), undefined, one => one.reason),
        ]}
      />
    </Card>
  )
}
