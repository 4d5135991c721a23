import { formatYuan } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { useProgramme } from '../../hooks/use-who'
import { Row } from '../../parts/row'
import { Choices } from '../choices'
import { useTexts } from '../language'
import { type Figure, figuresOf, lineValueOf, type Shift, storeFiguresOf, voidWordsOf, whyOf } from './figures'

type Report = Shift['report']

/** A report by kind: one's own sums or the store's, then what was verified, undone, and what does not fit the till. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useTexts()
  const [whose, setWhose] = useState<'MINE' | 'STORE'>('MINE')
  return (
    <View>
      <Choices
        choices={[
          { value: 'MINE', name: t('shift.mine') },
          { value: 'STORE', name: t('shift.store') },
        ]}
        chosen={whose}
        onChoose={setWhose}
      />
      <Figures figures={whose === 'MINE' ? figuresOf(report.mine, t) : storeFiguresOf(report.store, t)} />
      <Kinds lines={report.lines} />
      <Differences differences={report.differences} />
      <Voids voids={report.voids} />
    </View>
  )
}

export function Figures({ figures }: { figures: Figure[] }) {
  const { t } = useTexts()
  return (
    <View className="card card--flush">
      {figures.map(({ name, value }) => (
        <Row key={name} title={t(name)} value={<View className="figure strong">{value}</View>} />
      ))}
    </View>
  )
}

function Kinds({ lines }: Pick<Report, 'lines'>) {
  const { t, say } = useTexts()
  return (
    <View>
      <View className="label">{t('shift.kinds')}</View>
      <View className="card card--flush">
        {lines.length === 0 && <View className="row quiet">{t('shift.noKinds')}</View>}
        {lines.map(line => (
          <Row
            key={`${line.kind}${line.name.zh}`}
            icon={line.kind === 'COUPON' ? 'ticket' : 'gift'}
            title={say(line.name)}
            value={<View className="figure">{lineValueOf(line, t)}</View>}
          />
        ))}
      </View>
    </View>
  )
}

function Differences({ differences }: Pick<Report, 'differences'>) {
  const { t } = useTexts()
  return (
    <View>
      <View className="label">{t('shift.differences')}</View>
      <View className="card card--flush">
        {differences.length === 0 && <View className="row quiet">{t('shift.noDifferences')}</View>}
        {differences.map(one => (
          <Row
            key={one.serialNo}
            icon="alert"
            title={<View className="figure">{t('shift.bill', { billNo: one.billNo })}</View>}
            note={<View className="amber">{whyOf(one, t)}</View>}
            value={<View className="figure">{one.serialNo}</View>}
          />
        ))}
      </View>
    </View>
  )
}

function Voids({ voids }: Pick<Report, 'voids'>) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  return (
    <View>
      <View className="label">{t('shift.voidList')}</View>
      <View className="card card--flush">
        {voids.length === 0 && <View className="row quiet">{t('shift.noVoids')}</View>}
        {voids.map(one => (
          <Row
            key={`${one.serialNo}${one.at}`}
            icon="undo"
            title={`${one.serialNo} ${say(one.name)}`}
            note={voidWordsOf(one, { t, say, zone })}
            value={<View className="figure struck">{formatYuan(one.worthFen)}</View>}
          />
        ))}
      </View>
    </View>
  )
}
