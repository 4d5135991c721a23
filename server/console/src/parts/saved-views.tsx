import { DeleteOutlined, StarOutlined } from '@ant-design/icons'
import { Button, Input, Popover, Space } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useOperator } from '../operator'
import { usePreferences } from '../preferences'
import { storedViews, storeViews, type View, viewOf } from './views'

/** Named searches and filters of one list, kept for this operator in this browser. */
export function SavedViews({ page }: { page: string }) {
  const { say } = usePreferences()
  const [params, setParams] = useSearchParams()
  const owner = `${useOperator().username}.${page}`
  const [views, setViews] = useState(() => storedViews(owner))
  const [open, setOpen] = useState(false)
  const current = viewOf(params)
  const keep = (next: View[]) => {
    setViews(next)
    storeViews(owner, next)
  }
  const apply = (view: View) => {
    setParams(new URLSearchParams(view.query))
    setOpen(false)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      title={say('views.title')}
      content={
        <div className="views">
          {views.length === 0 ? <p className="quiet">{say('views.none')}</p> : null}
          <ul>
            {views.map(view => (
              <li key={view.name}>
                <Button type={view.query === current ? 'default' : 'text'} block onClick={() => apply(view)}>
                  {view.name}
                </Button>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={say('views.drop', { name: view.name })}
                  onClick={() => keep(views.filter(other => other !== view))}
                />
              </li>
            ))}
          </ul>
          <NewView
            disabled={current === ''}
            onSave={name => keep([...views.filter(view => view.name !== name), { name, query: current }])}
          />
        </div>
      }
    >
      <Button icon={<StarOutlined />}>{say('views.button')}</Button>
    </Popover>
  )
}

function NewView({ disabled, onSave }: { disabled: boolean; onSave: (name: string) => void }) {
  const { say } = usePreferences()
  const [name, setName] = useState('')
  if (disabled) return <p className="page-note">{say('views.hint')}</p>
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (name.trim() === '') return
        onSave(name.trim())
        setName('')
      }}
    >
      <Space.Compact block>
        <Input
          value={name}
          onChange={event => setName(event.target.value)}
          maxLength={20}
          placeholder={say('views.name')}
          aria-label={say('views.name')}
        />
        <Button htmlType="submit" disabled={name.trim() === ''}>
          {say('action.save')}
        </Button>
      </Space.Compact>
    </form>
  )
}
