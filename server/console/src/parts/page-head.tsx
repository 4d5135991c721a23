import type { ReactNode } from 'react'

/** The title of a page with what stands beside it: a figure, the way back, the main action. */
export function PageHead(props: { title: ReactNode; note?: ReactNode; back?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="page-head">
      <div className="page-head-text">
        {props.back ? <div className="page-back">{props.back}</div> : null}
        <h1>{props.title}</h1>
        {props.note ? (
          <div className="page-note" aria-live="polite">
            {props.note}
          </div>
        ) : null}
      </div>
      {props.actions ? <div className="page-actions">{props.actions}</div> : null}
    </header>
  )
}
