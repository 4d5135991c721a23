import { CheckCircleFilled } from '@ant-design/icons'
import { Button, Card } from 'antd'
import { Link } from 'react-router'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import type { PlainKey } from '../texts'

/** The first days of a programme: what is still to do, instead of a page of zeros. */
export function SetUpSteps() {
  const { say } = usePreferences()
  const stores = useRead('GET /console/stores')
  if (!stores.data) return null
  const list = stores.data.items
  const first = list[0]
  const steps: { key: PlainKey; done: boolean; to: string }[] = [
    { key: 'setup.store', done: list.length > 0, to: '/stores' },
    { key: 'setup.tables', done: list.some(store => store.tables > 0), to: first ? `/stores/${first.id}` : '/stores' },
    { key: 'setup.staff', done: list.some(store => store.staff > 0), to: '/staff' },
    { key: 'setup.bill', done: list.some(store => store.billsToday > 0), to: '/purchases' },
  ]
  const done = steps.filter(step => step.done).length
  const next = steps.find(step => !step.done)
  return (
    <Card className="set-up" title={say('setup.title')} extra={say('setup.progress', { done, all: steps.length })}>
      <ol className="set-up-steps">
        {steps.map((step, index) => (
          <li key={step.key} className={step.done ? 'done' : ''}>
            <span className="set-up-mark" aria-hidden="true">
              {step.done ? <CheckCircleFilled className="good" /> : index + 1}
            </span>
            <span>{say(step.key)}</span>
            {step.done ? <span className="visually-hidden">{say('setup.done')}</span> : null}
            {step === next ? (
              <Link to={step.to}>
                <Button size="small" type="primary">
                  {say('setup.go')}
                </Button>
              </Link>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  )
}
