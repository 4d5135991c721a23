/** Our own drawings for quiet moments: one line weight, two colours, nothing that needs words to be understood. */
import type { ReactNode } from 'react'

export type DrawingName = 'bowl' | 'search' | 'table' | 'receipt' | 'apron' | 'spill' | 'closed' | 'ledger' | 'shop'

const ink = { className: 'stroke-ink' }
const accent = { className: 'stroke-accent' }

const drawings: Record<DrawingName, ReactNode> = {
  bowl: (
    <>
      <path {...ink} d="M26 58h76a38 38 0 0 1-76 0Z" />
      <path {...ink} d="M46 96h36M20 58h88" />
      <path {...accent} d="M50 44c-6-6 6-10 0-17M64 44c-6-6 6-10 0-17M78 44c-6-6 6-10 0-17" />
    </>
  ),
  search: (
    <>
      <circle {...accent} cx="56" cy="52" r="28" />
      <path {...accent} d="m77 72 22 24" />
      <path {...ink} d="M42 54h28a14 14 0 0 1-28 0ZM52 44c-3-3 3-5 0-8M61 44c-3-3 3-5 0-8" />
    </>
  ),
  table: (
    <>
      <path {...ink} d="M16 70h96M30 70v32M98 70v32" />
      <path {...accent} d="M44 70V26h40v44" />
      <path {...accent} d="M54 36h8v8h-8zM68 36h8v8h-8zM54 52h8v8h-8zM68 52h3M76 60v-3" />
    </>
  ),
  receipt: (
    <>
      <path {...ink} d="M38 20h52v80l-8.7-6-8.6 6-8.7-6-8.7 6-8.6-6-8.7 6Z" />
      <path {...accent} d="M50 40h28M50 54h28" />
      <path {...ink} d="M50 68h14" />
    </>
  ),
  apron: (
    <>
      <path {...ink} d="M46 26c0 12 8 18 18 18s18-6 18-18" />
      <path {...ink} d="M46 26 40 58v42h48V58l-6-32" />
      <path {...accent} d="M50 68h28v14a14 14 0 0 1-28 0Z" />
      <path {...ink} d="M40 58H24M88 58h16" />
    </>
  ),
  spill: (
    <>
      <path {...ink} d="M30 40 78 24l12 40a26 26 0 0 1-48 16Z" />
      <path {...ink} d="m82 36 10-3a9 9 0 0 1 5 17l-10 3" />
      <path {...accent} d="M30 40c-10 8-14 22-10 32 2 6-4 8-4 14 0 8 10 12 22 12h48" />
      <path {...accent} d="M98 98h6" />
    </>
  ),
  closed: (
    <>
      <path {...ink} d="M64 22v12M38 50l26-16 26 16" />
      <rect {...ink} x="26" y="50" width="76" height="42" rx="6" />
      <path {...accent} d="M54 72v-5a10 10 0 0 1 20 0v5M50 72h28v10H50Z" />
    </>
  ),
  ledger: (
    <>
      <path {...ink} d="M64 32c-10-8-24-8-38-6v66c14-2 28-2 38 6 10-8 24-8 38-6V26c-14-2-28-2-38 6ZM64 32v66" />
      <path {...accent} d="M38 46c6-1 10 0 14 2M38 60c6-1 10 0 14 2M76 54l6 7 10-14" />
    </>
  ),
  shop: (
    <>
      <path {...accent} d="M26 50 34 26h60l8 24a12.7 12.7 0 0 1-25.3 0 12.7 12.7 0 0 1-25.4 0A12.7 12.7 0 0 1 26 50Z" />
      <path {...ink} d="M34 64v34h60V64M54 98V76h20v22" />
    </>
  ),
}

/** One drawing, 96 pixels wide; the sentence beside it carries the meaning. */
export function Drawing({ name, width = 96 }: { name: DrawingName; width?: number }) {
  return (
    <svg
      viewBox="0 0 128 120"
      width={width}
      height={(width * 120) / 128}
      fill="none"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  )
}

/** The mark of the product: a bowl with an arrow that comes back. */
export function Mark({ size = 32 }: { size?: number }) {
  return <img src={`${import.meta.env.BASE_URL}mark.svg`} width={size} height={size} alt="" />
}
