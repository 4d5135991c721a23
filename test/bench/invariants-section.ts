/** How long it takes to prove the books: every invariant over a million journals. The one figure that is no ratio. */
import { Deployment } from './deployment.js'
import { type Section } from './figures.js'
import { addJournals } from './journals-fixture.js'

export const invariants: Section = async () => {
  const deployment = await Deployment.open()
  try {
    const began = performance.now()
    const journals = await addJournals(deployment.db)
    const filled = (performance.now() - began) / 1000
    const { seconds } = await deployment.assertBooksBalance()
    const note = `seconds over ${journals.toLocaleString('en')} journals (${filled.toFixed(0)} s to write them)`
    return [{ name: 'invariants.seconds', value: seconds, target: { most: 60, aim: 20 }, note }]
  } finally {
    await deployment.close()
  }
}
