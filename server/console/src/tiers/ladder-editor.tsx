import { PlusOutlined } from '@ant-design/icons'
import { Alert, Button, Drawer, Form, InputNumber, Select } from 'antd'
import { useEffect, useState } from 'react'
import { draftOf, dropDraft, keepDraft } from '../parts/draft'
import { useLeaveGuard } from '../parts/leave-guard'
import { usePreferences } from '../preferences'
import { type ConsoleTiers, type Ladder, problemsOf, withNewRung, withoutRung, withRung } from './ladder'
import { PreviewDialog } from './preview-dialog'
import { RungCard } from './rung-card'

const RUNGS_MAX = 10
const KEPT = 'ladder'

/** The ladder rung by rung, and the terms around it. Nothing is saved before it was looked at over all members. */
export function LadderEditor({ tiers, open, onClose }: { tiers: ConsoleTiers; open: boolean; onClose: () => void }) {
  const { say } = usePreferences()
  const { draft, setDraft, dirty } = useLadder(tiers)
  const [looking, setLooking] = useState(false)
  const mayLeave = useLeaveGuard(open && dirty)
  const wrong = problemsOf(draft)
  const close = async () => {
    if (await mayLeave()) onClose()
  }
  return (
    <Drawer
      open={open}
      onClose={close}
      size={820}
      title={say('tiers.edit.title')}
      mask={{ closable: !dirty }}
      footer={
        <div className="drawer-footer">
          {dirty ? <Button onClick={() => setDraft(tiers.ladder)}>{say('tiers.edit.drop')}</Button> : null}
          <Button type="primary" disabled={!dirty || wrong.size > 0} onClick={() => setLooking(true)}>
            {say('tiers.edit.preview')}
          </Button>
        </div>
      }
    >
      <Alert className="form-alert" type="info" showIcon title={say('tiers.edit.note')} />
      <Form layout="vertical" component="div">
        <Terms ladder={draft} onChange={setDraft} />
        <RungList ladder={draft} known={tiers.ladder} onChange={setDraft} />
      </Form>
      {looking ? (
        <PreviewDialog
          version={tiers.version}
          ladder={draft}
          onClose={() => setLooking(false)}
          onPublished={() => {
            setLooking(false)
            onClose()
          }}
        />
      ) : null}
    </Drawer>
  )
}

/** The ladder on the desk, kept in this browser until it is published or dropped; of another version it is of no use. */
function useLadder({ version, ladder }: ConsoleTiers) {
  const [draft, setDraft] = useState(() => {
    const kept = draftOf<{ version: number; ladder: Ladder }>(KEPT)
    return kept?.version === version ? kept.ladder : ladder
  })
  const dirty = JSON.stringify(draft) !== JSON.stringify(ladder)
  useEffect(() => {
    if (dirty) keepDraft(KEPT, { version, ladder: draft })
    else dropDraft(KEPT)
  }, [version, draft, dirty])
  return { draft, setDraft, dirty }
}

function Terms({ ladder, onChange }: { ladder: Ladder; onChange: (ladder: Ladder) => void }) {
  const { say } = usePreferences()
  const windows = ['ROLLING', 'YEAR'] as const
  return (
    <div className="rung-fields">
      <Form.Item label={say('tiers.window')} htmlFor="ladder-window">
        <Select
          id="ladder-window"
          value={ladder.window}
          onChange={window => onChange({ ...ladder, window })}
          options={windows.map(value => ({ value, label: say(`tiers.window.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={say('tiers.edit.grace')} htmlFor="ladder-grace">
        <InputNumber
          id="ladder-grace"
          value={ladder.graceDays}
          min={0}
          max={180}
          precision={0}
          onChange={graceDays => onChange({ ...ladder, graceDays: graceDays ?? 0 })}
        />
      </Form.Item>
      <Form.Item label={say('tiers.edit.buy_back')} htmlFor="ladder-buy-back">
        <InputNumber
          id="ladder-buy-back"
          value={ladder.buyBackPoints}
          min={1}
          max={1_000_000}
          precision={0}
          onChange={buyBackPoints => onChange({ ...ladder, buyBackPoints })}
        />
      </Form.Item>
    </div>
  )
}

interface RungListProps {
  ladder: Ladder
  /** As it is published: its rungs keep their codes. */
  known: Ladder
  onChange: (ladder: Ladder) => void
}

function RungList({ ladder, known, onChange }: RungListProps) {
  const { say } = usePreferences()
  const wrong = problemsOf(ladder)
  const codes = new Set(known.rungs.map(rung => rung.code))
  return (
    <>
      {ladder.rungs.map((rung, at) => (
        <RungCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a rung keeps its place, and its code may be typed anew
          key={at}
          rung={rung}
          at={at}
          fresh={!codes.has(rung.code)}
          wrong={wrong}
          onChange={change => onChange(withRung(ladder, at, change))}
          onRemove={() => onChange(withoutRung(ladder, at))}
        />
      ))}
      <Button
        icon={<PlusOutlined />}
        disabled={ladder.rungs.length >= RUNGS_MAX}
        onClick={() => onChange(withNewRung(ladder))}
      >
        {say('tiers.edit.add')}
      </Button>
    </>
  )
}
