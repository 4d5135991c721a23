/** Shows the feed of one phone and asks for it again every two seconds. Texts are only ever set as text. */
const everyMs = 2000
const senders = { service: '服务通知', account: '公众号', pay: '微信支付', wechat: '微信' }

const messages = part('messages')
const settings = part('settings')
const person = /** @type {HTMLSelectElement} */ (part('person'))
const query = new URLSearchParams(location.search)
let who = query.get('device')
  ? `device=${encodeURIComponent(query.get('device') ?? '')}`
  : `openid=${encodeURIComponent(query.get('openid') ?? '')}`
let drawn = ''

/** @typedef {{ no: number, at: string, from: keyof typeof senders, title: string, amount?: string, note?: string, page?: string, rows: { label: string, value: string }[] }} Card */
/** @typedef {{ id: string, title: string, credits: number, always: string | null, answer: string }} Template */
/** @typedef {{ me: { openid: string, nickname: string, phone: string }, now: string, cards: Card[], messagesOn: boolean, following: boolean, templates: Template[] }} Feed */

/** @param {string} id @returns {HTMLElement} */
function part(id) {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no ${id}`)
  return found
}

/** @param {string} tag @param {string} className @param {(string | Node)[]} inside @returns {HTMLElement} */
function make(tag, className, ...inside) {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.append(...inside)
  return element
}

/** @param {string} at */
function timeOf(at) {
  return new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(at))
}

/** @param {Card} card */
function cardOf(card) {
  const box = make(
    'article',
    `card ${card.from}`,
    make('div', 'from', senders[card.from] ?? ''),
    make('h2', '', card.title),
  )
  if (card.amount) box.append(make('p', 'amount', card.amount))
  const list = make('dl', '')
  for (const { label, value } of card.rows) list.append(make('dt', '', label), make('dd', '', value))
  if (card.rows.length > 0) box.append(list)
  if (card.note) box.append(make('p', 'note', card.note))
  if (card.page) box.append(make('p', 'page', `进入小程序：${card.page}`))
  return box
}

/** @param {Feed} feed */
function draw(feed) {
  part('clock').textContent = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(feed.now))
  part('owner').textContent = `${feed.me.nickname} ${feed.me.phone.slice(-4)}`
  const { now: _, ...rest } = feed
  const text = JSON.stringify(rest)
  // A phone that has nothing new keeps its scroll position and whatever is being tapped.
  if (text === drawn) return
  drawn = text
  messages.replaceChildren(...feed.cards.flatMap(card => [make('p', 'time', timeOf(card.at)), cardOf(card)]))
  if (feed.cards.length === 0)
    messages.append(make('p', 'empty', '还没有消息。在小程序里订阅提醒、付款或等积分快到期时，消息会出现在这里。'))
  settings.replaceChildren(...settingsOf(feed))
}

/** @param {Feed} feed */
function settingsOf(feed) {
  const { openid } = feed.me
  const main = make(
    'div',
    'group',
    row(
      '接收服务通知',
      feed.messagesOn ? '已打开' : '已关闭：什么都收不到',
      button(feed.messagesOn ? '关闭' : '打开', () => post('subscribe/switch', { openid, on: !feed.messagesOn })),
    ),
    row(
      '公众号',
      feed.following ? '已关注' : '未关注',
      button(feed.following ? '取消关注' : '关注', () =>
        post('account/follow', { openid, following: !feed.following }),
      ),
    ),
  )
  const templates = make('div', 'group', ...feed.templates.map(template => templateRow(openid, template)))
  return feed.templates.length > 0 ? [main, templates] : [main]
}

/** @param {string} openid @param {Template} template */
function templateRow(openid, template) {
  const choice = document.createElement('select')
  choice.setAttribute('aria-label', `被问到「${template.title}」时`)
  for (const [value, text] of [
    ['accept', '问到时允许'],
    ['reject', '问到时拒绝'],
    ['always-accept', '总是允许'],
    ['always-reject', '总是拒绝'],
  ]) {
    choice.append(new Option(text, value))
  }
  choice.value = template.always ? `always-${template.always}` : template.answer
  choice.addEventListener('change', () => {
    const templateId = template.id
    const [last, always] = choice.value.split('-').reverse()
    if (choice.value === 'always-reject') return void post('subscribe/refuse', { openid, templateId })
    void post('subscribe/choose', { openid, templateId, answer: last, always: always ? last : null })
  })
  return row(template.title, `还可以收到 ${template.credits} 条`, choice)
}

/** @param {string} title @param {string} note @param {HTMLElement} control */
function row(title, note, control) {
  return make('div', 'row', make('div', '', make('strong', '', title), make('small', '', note)), control)
}

/** @param {string} text @param {() => unknown} onTap */
function button(text, onTap) {
  const element = /** @type {HTMLButtonElement} */ (make('button', '', text))
  element.type = 'button'
  element.addEventListener('click', onTap)
  return element
}

/** @param {string} path @param {object} order */
async function post(path, order) {
  await fetch(`/__sim/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  await look()
}

async function look() {
  try {
    await listPeople()
    if (who === 'openid=') return
    const answer = await fetch(`/phone/feed?${who}`)
    part('status').textContent = answer.ok ? '' : '没有这位用户。'
    if (answer.ok) draw(await answer.json())
  } catch {
    part('status').textContent = '模拟器没有回应，正在重试……'
  }
}

async function listPeople() {
  const { people } = /** @type {{ people: { openid: string, nickname: string, phone: string, cards: number }[] }} */ (
    await (await fetch('/phone/people')).json()
  )
  if (who === 'openid=' && people[0]) who = `openid=${encodeURIComponent(people[0].openid)}`
  if (document.activeElement === person) return
  person.replaceChildren(
    ...people.map(
      ({ openid, nickname, phone, cards }) =>
        new Option(`${nickname} ${phone}${cards > 0 ? ` · ${cards} 条` : ''}`, openid),
    ),
  )
  const chosen = new URLSearchParams(who).get('openid')
  if (chosen) person.value = chosen
  if (people.length === 0) part('status').textContent = '还没有人登录过小程序。'
}

person.addEventListener('change', () => {
  who = `openid=${encodeURIComponent(person.value)}`
  history.replaceState(null, '', `/phone?${who}`)
  person.blur()
  void look()
})
for (const [tab, screen] of [
  ['tab-messages', messages],
  ['tab-settings', settings],
]) {
  part(String(tab)).addEventListener('click', () => {
    for (const other of [messages, settings]) other.hidden = other !== screen
    for (const name of ['tab-messages', 'tab-settings']) part(name).setAttribute('aria-selected', String(name === tab))
  })
}
void look()
setInterval(() => void look(), everyMs)
