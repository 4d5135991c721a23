/** Style and script of the /docs page. Both are inlined and named by their hash in the page's policy. */

export const docsStyle = `
:root { color-scheme: light dark; --ink: light-dark(#231f1b, #f3ede4); --ground: light-dark(#faf7f2, #171412);
  --line: light-dark(#e5ddd1, #3a342e); --quiet: light-dark(#6b6259, #b3a99c); --accent: light-dark(#a8321f, #ff9a7d);
  --sheet: light-dark(#fff, #201c19) }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'PingFang SC', 'Noto Sans SC', sans-serif }
h1 { font-size: 1.6rem; margin: 0 0 .5rem } h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem }
h3 { font-size: .85rem; margin: 1rem 0 .25rem; color: var(--quiet) }
p { margin: .4rem 0; max-width: 46rem } a { color: var(--accent) }
code, pre { font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace }
pre { margin: 0; padding: .75rem; overflow-x: auto; background: var(--ground); border: 1px solid var(--line); border-radius: 8px }
label { display: block; margin-top: 1rem; font-weight: 600 }
input { width: 100%; max-width: 30rem; min-height: 44px; padding: 0 .75rem; font: inherit; color: inherit; background: var(--sheet);
  border: 1px solid var(--quiet); border-radius: 8px }
nav { display: flex; flex-wrap: wrap; gap: 1rem; margin-top: .5rem }
details { margin: .5rem 0; padding: 0 .9rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px }
details[open] { padding-bottom: .9rem }
summary { cursor: pointer; padding: .7rem 0; overflow-wrap: anywhere } summary span { color: var(--quiet) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
table { width: 100%; border-collapse: collapse; display: block; overflow-x: auto }
td, th { padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line) }
td code { white-space: pre-wrap } tr:target { background: var(--line) }
[hidden] { display: none }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth } }
`

/** Filters as one types; opens the call that the address names. */
export const docsScript = `
const calls = [...document.querySelectorAll('details')].map(node => ({ node, text: node.textContent.toLowerCase() }))
const rows = [...document.querySelectorAll('#refusals tr')].slice(1).map(node => ({ node, text: node.textContent.toLowerCase() }))
const found = document.getElementById('found')
document.getElementById('search').addEventListener('input', event => {
  const words = event.target.value.toLowerCase().split(/\\s+/).filter(Boolean)
  const shown = list => list.filter(({ node, text }) => !(node.hidden = !words.every(word => text.includes(word)))).length
  const count = shown(calls), codes = shown(rows)
  for (const section of document.querySelectorAll('section'))
    section.hidden = !section.querySelector('details:not([hidden]), tr[id]:not([hidden]), td')
      || (section.id !== 'refusals' && !section.querySelector('details:not([hidden])'))
      || (section.id === 'refusals' && codes === 0)
  found.textContent = words.length ? count + ' calls, ' + codes + ' refusals' : ''
})
const open = () => { const node = document.getElementById(location.hash.slice(1)); if (node && node.open === false) node.open = true }
addEventListener('hashchange', open)
open()
`
