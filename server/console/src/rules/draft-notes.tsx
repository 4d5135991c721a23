import { Alert, App, Button } from 'antd'
import { usePreferences } from '../preferences'
import { differences } from './diff'
import { DiffTable } from './diff-table'
import { definitionOf } from './rule'
import { CONFLICT } from './sentence-bar'
import type { Draft } from './use-draft'
import type { Voice } from './words'

/** What happened to the draft beside the editing: work brought back, or somebody else at the same rule. */
export function DraftNotes({ draft, voice }: { draft: Draft; voice: Voice }) {
  const { say } = usePreferences()
  const { message } = App.useApp()
  const theirs = draft.theirs && definitionOf(draft.theirs)
  return (
    <>
      {draft.restored ? (
        <Alert
          className="form-alert"
          type="info"
          showIcon
          title={say('editor.restored')}
          action={
            <Button size="small" type="link" onClick={draft.dropRestored}>
              {say('editor.restored.drop')}
            </Button>
          }
        />
      ) : null}
      {theirs ? (
        <Alert
          id={CONFLICT}
          className="form-alert"
          type="warning"
          showIcon
          title={say('editor.conflict')}
          description={
            <>
              {differences(voice, theirs, draft.definition).length === 0 ? (
                <p>{say('editor.conflict.same')}</p>
              ) : (
                <DiffTable
                  voice={voice}
                  before={theirs}
                  after={draft.definition}
                  labels={[say('editor.conflict.theirs'), say('editor.conflict.mine')]}
                />
              )}
              <div className="conflict-actions">
                <Button type="primary" onClick={() => draft.settle(false)}>
                  {say('editor.conflict.keep')}
                </Button>
                <Button
                  onClick={() => {
                    draft.settle(true)
                    message.info(say('editor.conflict.taken'))
                  }}
                >
                  {say('editor.conflict.take')}
                </Button>
              </div>
            </>
          }
        />
      ) : null}
    </>
  )
}
