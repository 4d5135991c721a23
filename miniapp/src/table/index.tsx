import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { arrivalOf, UNREADABLE } from '../arrival'
import { call } from '../call'
import { useLoad } from '../hooks/use-load'
import { useProgramme, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { Bone, BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import type { Entry } from '../parts/entry-row'
import { ErrorNote } from '../parts/error-note'
import { LiveResult } from '../parts/live-result'
import { Picture } from '../parts/picture'
import { Points } from '../parts/points'
import { ScanTableButton } from '../parts/scan-table'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import { wechat } from '../wechat'
import { Seated } from './seated'
import './table.scss'

/** Where a scanned table code leads. The scene stays in this page's address, so it survives sign-in and joining. */
export default function TablePage() {
  const { t, say } = useTexts()
  const arrival = arrivalOf(useRouter().params, wechat.hosts)
  const scene = arrival?.kind === 'TABLE' ? arrival.scene : UNREADABLE
  const who = useWho()
  const programme = useProgramme()
  const table = useLoad(`table:${scene}`, () => call('GET /tables/:scene', { params: { scene } }))
  const [earned, setEarned] = useState<Entry | null>(null)
  const member = who.value?.member ?? null
  // The code itself is no good; trouble of the server or the network is no reason to ask for another one.
  const refused = table.error && /^(table|input)\./.test(table.error.code)

  return (
    <Screen title={t('table.title')} shows={[table]}>
      {refused && <BrokenTable message={table.error?.message ?? ''} />}
      {!table.value && table.error && !refused && (
        <ErrorNote
          title={t('table.failed')}
          error={table.error}
          kept={t('table.failedKept')}
          onRetry={() => void table.reload()}
          busy={table.busy}
        />
      )}
      {!table.value && !table.error && <TableBones />}
      {table.value && !refused && (
        <View className="card line appear">
          <View className="grow">
            <View className="note">{table.value.store.name}</View>
            <View className="table__name">{t('table.name', { name: table.value.name })}</View>
            {programme.value && <View className="gap-4">{say(programme.value.earnSentence)}</View>}
          </View>
          <View className="table__picture">
            <Picture name="table" />
          </View>
        </View>
      )}
      {earned && <Earned entry={earned} />}
      {table.value && !refused && member && <Seated scene={scene} memberNo={member.memberNo} paid={earned !== null} />}
      {table.value && !refused && who.value && !member && <Invitation scene={scene} />}
      <LiveResult onEntry={setEarned} />
    </Screen>
  )
}

/** An unknown or disabled code: the server's sentence, and a way on that is not "back". */
function BrokenTable({ message }: { message: string }) {
  const { t } = useTexts()
  return (
    <View className="card">
      <Empty
        picture="table"
        title={message}
        note={t('table.brokenNote')}
        action={{ label: t('table.browse'), onTap: () => goTab('home') }}
      />
      <ScanTableButton />
    </View>
  )
}

function Earned({ entry }: { entry: Entry }) {
  const { t, say } = useTexts()
  return (
    <View className="card" hoverClass="pressed" onClick={() => go('entry', { entryNo: entry.entryNo })}>
      <View className="note">{t('table.earned')}</View>
      <Points value={entry.points} size="large" signed tone="jade" />
      <View>{say(entry.sentence)}</View>
    </View>
  )
}

function Invitation({ scene }: { scene: string }) {
  const { t } = useTexts()
  return (
    <View className="card">
      <View className="title">{t('table.guestTitle')}</View>
      <View className="note gap-4">{t('table.guestNote')}</View>
      <View className="gap-16">
        <Button label={t('home.join')} tall onTap={() => go('join', { scene, next: 'table' })} />
        <Button label={t('table.browse')} kind="plain" onTap={() => goTab('home')} />
      </View>
    </View>
  )
}

function TableBones() {
  return (
    <View>
      <View className="card">
        <Bone width={120} height={14} />
        <View className="gap-8">
          <Bone width={160} height={40} />
        </View>
        <View className="gap-8">
          <Bone width={220} height={16} />
        </View>
      </View>
      <View className="card card--flush">
        <BoneRows count={2} />
      </View>
    </View>
  )
}
