import { type ReactNode, useId } from 'react'

export interface FieldProps {
  label: string
  /** What is wrong, said right below. */
  problem?: string | undefined
  hint?: ReactNode
  wide?: boolean | undefined
  children: (id: string, failing: boolean) => ReactNode
}

/** A field with its label above it, and what is wrong or worth knowing below. */
export function Field({ label, problem, hint, wide, children }: FieldProps) {
  const id = useId()
  return (
    <div className={wide ? 'labelled wide' : 'labelled'}>
      <label htmlFor={id}>{label}</label>
      {children(id, problem !== undefined)}
      {problem ? <p className="field-problem">{problem}</p> : null}
      {hint ? <p className="page-note">{hint}</p> : null}
    </div>
  )
}
