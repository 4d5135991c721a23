import { formatPoints, inGroups } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Select } from 'antd'
import { useState } from 'react'
import { usePreferences } from '../preferences'
import { useRead } from '../queries'
import { useDebounced } from './debounced'
import { Finding } from './global-search'
import { searchable } from './searchable'

const WAIT_MS = 250
const FOUND = 8

interface Option {
  value: string
  label: string
  member: ReplyOf<'GET /console/members'>['items'][number]
}

interface MemberPickerProps {
  id?: string
  value?: string
  onChange?: (memberNo: string) => void
}

/** Finds one member by number, phone or nickname and gives the number to a form. */
export function MemberPicker({ id, value, onChange }: MemberPickerProps) {
  const { say } = usePreferences()
  const [text, setText] = useState('')
  const asked = searchable(useDebounced(text, WAIT_MS))
  const found = useRead(
    'GET /console/members',
    { query: { search: asked, limit: FOUND } },
    { enabled: asked.length > 1, keep: true },
  )
  const members = asked.length > 1 ? (found.data?.items ?? []) : []
  return (
    <Select<string, Option>
      id={id}
      value={value}
      onChange={onChange}
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }}
      placeholder={say('adjust.member.find')}
      notFoundContent={asked.length > 1 && !found.isFetching ? say('search.nothing') : null}
      loading={found.isFetching}
      options={members.map(member => ({
        value: member.memberNo,
        label: `${member.nickname}  ${inGroups(member.memberNo)}`,
        member,
      }))}
      optionRender={({ data: { member } }) => (
        <Finding
          main={member.nickname}
          side={`${inGroups(member.memberNo)}  ${member.phoneMasked}`}
          figure={formatPoints(member.points)}
        />
      )}
    />
  )
}
