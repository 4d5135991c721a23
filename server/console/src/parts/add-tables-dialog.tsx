import { Alert, App, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../call'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { textOf } from './state-views'
import type { DiningTable } from './table-list'
import { readTableNames, TABLES_PER_SAVE, type TableNames } from './table-names'

interface AddTablesProps {
  storeId: string
  open: boolean
  existing: readonly DiningTable[]
  onClose: () => void
}

/** Adds many tables at once from a list or a range, and shows what will be made before it is. */
export function AddTablesDialog({ storeId, open, existing, onClose }: AddTablesProps) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const found = readTableNames(
    text,
    existing.map(table => table.name),
  )
  const add = useChange(
    (names: string[]) => call('POST /console/stores/:id/tables', { params: { id: storeId }, body: { names } }),
    ['GET /console/stores/:id/tables', 'GET /console/stores', 'GET /console/audit'],
  )
  const tooMany = found.names.length > TABLES_PER_SAVE
  const save = () =>
    add.mutate(found.names, {
      onSuccess: () => {
        message.success(say('tables.added', { count: found.names.length }))
        onClose()
      },
    })
  return (
    <Modal
      open={open}
      title={say('tables.add')}
      width={520}
      onCancel={onClose}
      afterClose={() => {
        setText('')
        add.reset()
      }}
      okText={found.names.length > 0 ? say('tables.add.confirm', { count: found.names.length }) : say('tables.add')}
      okButtonProps={{ disabled: found.names.length === 0 || tooMany || found.wrongRanges.length > 0 }}
      confirmLoading={add.isPending}
      onOk={save}
    >
      <Form layout="vertical">
        <Form.Item label={say('tables.names')} extra={say('tables.names.hint')} htmlFor="table-names">
          <Input.TextArea
            id="table-names"
            rows={4}
            value={text}
            onChange={event => setText(event.target.value)}
            placeholder={'A1–A20\nB01–B08\n包间1, 包间2'}
            autoFocus
          />
        </Form.Item>
      </Form>
      <Preview found={found} tooMany={tooMany} />
      {add.error ? <Alert type="error" showIcon title={textOf(add.error, say, language)} /> : null}
    </Modal>
  )
}

const SHOWN = 24

function Preview({ found, tooMany }: { found: TableNames; tooMany: boolean }) {
  const { say } = usePreferences()
  const notes = [
    found.wrongRanges.length > 0 && say('tables.names.wrong_range', { names: found.wrongRanges.join(', ') }),
    tooMany && say('tables.names.too_many', { count: found.names.length, limit: TABLES_PER_SAVE }),
    found.tooLong.length > 0 && say('tables.names.too_long', { names: short(found.tooLong) }),
    found.taken.length > 0 && say('tables.names.taken', { names: short(found.taken) }),
    found.repeated.length > 0 && say('tables.names.repeated', { names: short(found.repeated) }),
  ].filter(note => note !== false)
  return (
    <div className="table-preview" aria-live="polite">
      {found.names.length > 0 ? (
        <>
          <p className="page-note">{say('tables.names.preview', { count: found.names.length })}</p>
          <div className="chips">
            {found.names.slice(0, SHOWN).map(name => (
              <span key={name} className="chip number">
                {name}
              </span>
            ))}
            {found.names.length > SHOWN ? <span className="quiet">…</span> : null}
          </div>
        </>
      ) : null}
      {notes.map(note => (
        <p key={note} className="note-warn">
          {note}
        </p>
      ))}
    </div>
  )
}

function short(names: readonly string[]): string {
  return names.slice(0, 8).join(', ') + (names.length > 8 ? ` … (${names.length})` : '')
}
