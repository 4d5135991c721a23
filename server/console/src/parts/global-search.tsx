import { SearchOutlined } from '@ant-design/icons'
import { formatChange, formatPoints, formatYuan, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { AutoComplete, Input, type InputRef } from 'antd'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { maySee, type OperatorRole } from '../access'
import { type Language, usePreferences } from '../preferences'
import { useRead } from '../queries'
import { minuteOf } from '../times'
import { useDebounced } from './debounced'
import { searchable } from './searchable'

const WAIT_MS = 250
const MEMBERS = 6
const BILLS = 4
/** Letters and digits of an entry number, which may be typed in groups; a phone number is not mistaken for one. */
const ENTRY_NO = /^(?!1\d{10}$)(?:[0-9a-z][\s-]?){8,13}$/i

interface Option {
  value: string
  to: string
  label: ReactNode
}

/** Finds a member by number, phone or nickname, and a bill or its entry by number, from every page. "/" goes there. */
export function GlobalSearch({ role }: { role: OperatorRole }) {
  const { say } = usePreferences()
  const navigate = useNavigate()
  const input = useRef<InputRef>(null)
  const [text, setText] = useState('')
  const asked = searchable(useDebounced(text, WAIT_MS))
  const { groups, settled } = useFindings(asked, role)
  useSlashKey(input)

  if (!maySee(role, 'members')) return <div className="global-search" />
  const go = (to: string) => {
    setText('')
    input.current?.blur()
    navigate(to)
  }
  return (
    <div className="global-search">
      <AutoComplete
        value={text}
        // Choosing a finding also reports a change; only what was typed belongs in the field.
        onChange={(value, option) => (option && 'to' in option ? undefined : setText(value))}
        onSelect={(_, option) => 'to' in option && go(String(option.to))}
        options={asked ? groups : []}
        defaultActiveFirstOption
        popupMatchSelectWidth={380}
        notFoundContent={asked && settled ? say('search.nothing') : null}
      >
        <Input
          ref={input}
          prefix={<SearchOutlined />}
          placeholder={say('search.placeholder')}
          aria-label={say('search.placeholder')}
          suffix={<kbd className="key-hint">/</kbd>}
          allowClear
        />
      </AutoComplete>
    </div>
  )
}

function useFindings(asked: string, role: OperatorRole) {
  const { say, language } = usePreferences()
  const enabled = asked.length > 1
  const members = useRead('GET /console/members', { query: { search: asked, limit: MEMBERS } }, { enabled })
  const bills = useRead(
    'GET /console/purchases',
    { query: { search: asked, limit: BILLS } },
    { enabled: enabled && maySee(role, 'purchases') },
  )
  const entry = useRead(
    'GET /console/entries/:entryNo',
    { params: { entryNo: asked } },
    { enabled: ENTRY_NO.test(asked) },
  )
  const memberOptions: Option[] = (members.data?.items ?? []).map(member => ({
    value: `member ${member.memberNo}`,
    to: `/members/${member.memberNo}`,
    label: (
      <Finding
        main={member.nickname}
        side={`${inGroups(member.memberNo)}  ${member.phoneMasked}`}
        figure={formatPoints(member.points)}
      />
    ),
  }))
  const billOptions: Option[] = (bills.data?.items ?? []).map(bill => ({
    value: `bill ${bill.id}`,
    to: wayTo(bill, asked),
    label: (
      <Finding
        main={bill.billNo}
        side={`${bill.storeName} ${minuteOf(bill.paidAt)}`}
        figure={formatYuan(bill.paidFen)}
      />
    ),
  }))
  const found = ENTRY_NO.test(asked) ? entry.data : undefined
  const entryOptions: Option[] = found ? [optionOf(found, language)] : []
  const groups = [
    { label: say('search.entries'), options: entryOptions },
    { label: say('search.members'), options: memberOptions },
    { label: say('search.bills'), options: billOptions },
  ].filter(group => group.options.length > 0)
  return { groups, settled: !members.isFetching && !bills.isFetching && !entry.isFetching }
}

/** Any entry, whatever made it: it opens on the page of the member it belongs to. */
function optionOf({ memberNo, nickname, entry }: ReplyOf<'GET /console/entries/:entryNo'>, language: Language): Option {
  return {
    value: `entry ${entry.entryNo}`,
    to: `/members/${memberNo}?entry=${entry.entryNo}`,
    label: (
      <Finding main={entry.entryNo} side={`${nickname} ${entry.title[language]}`} figure={formatChange(entry.points)} />
    ),
  }
}

/** A bill with a member leads to the entry that was asked for, or to the one the bill made; others to the list of bills. */
function wayTo(bill: ReplyOf<'GET /console/purchases'>['items'][number], asked: string): string {
  if (!bill.member || !bill.entryNo) return `/purchases?search=${encodeURIComponent(bill.billNo)}`
  const { memberNo } = bill.member
  // Found by neither bill nor member number, so by an entry's: perhaps that of a refund of this bill.
  const byEntry = memberNo !== asked && !bill.billNo.toUpperCase().startsWith(asked.toUpperCase())
  return `/members/${memberNo}?entry=${encodeURIComponent(byEntry ? asked.toUpperCase() : bill.entryNo)}`
}

/** One thing found: its name, what tells it from others, and its figure. */
export function Finding({ main, side, figure }: { main: string; side: string; figure: string }) {
  return (
    <span className="finding">
      <span className="finding-main">{main}</span>
      <span className="finding-side number">{side}</span>
      <span className="finding-figure number">{figure}</span>
    </span>
  )
}

function useSlashKey(input: RefObject<InputRef | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [input])
}
