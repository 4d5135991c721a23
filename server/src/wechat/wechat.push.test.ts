import { describe, expect, test } from '@jest/globals'
import { eventsOf } from './wechat.events.js'
import { decryptPush, encryptReply, openEcho, openPush, PushRefused, pushSignature } from './wechat.push.js'
import { parseWechatXml } from './wechat.xml.js'

/** WeChat's own examples, from its page about message push. */
const token = 'AAAAA'
const aesKey = Buffer.from(`${'A'.repeat(43)}=`, 'base64')
const appId = 'wxba5fad812f8e6fb9'
const encrypted =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04='
const message = {
  ToUserName: 'gh_97417a04a28d',
  FromUserName: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
  CreateTime: 1714112445,
  MsgType: 'event',
  Event: 'debug_demo',
  debug_str: 'hello world',
}
const safeQuery = {
  timestamp: '1714112445',
  nonce: '415670741',
  encrypt_type: 'aes',
  msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
}
const safe = { appId, token, aesKey }
const plain = { appId, token, aesKey: null }
const at = (seconds: string) => new Date(Number(seconds) * 1000)
const body = Buffer.from(JSON.stringify({ ToUserName: 'gh_97417a04a28d', Encrypt: encrypted }))
const now = at(safeQuery.timestamp)

describe('the examples of WeChat', () => {
  test('the question when an address is entered', () => {
    const signature = 'f464b24fc39322e44b38aa78f5edd27bd1441696'
    const query = { signature, timestamp: '1714036504', nonce: '1514711492', echostr: '4375120948345356249' }
    expect(openEcho(plain, query, at(query.timestamp))).toBe('4375120948345356249')
  })

  test('a plain push', () => {
    const query = { signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78', timestamp: '1714037059', nonce: '486452656' }
    const push = { query, body: Buffer.from('{"a":1}') }
    expect(openPush(plain, push, at(query.timestamp))).toEqual({ a: 1 })
  })

  test('an encrypted push, as JSON and as XML', () => {
    expect(openPush(safe, { query: safeQuery, body }, now)).toEqual(message)
    const xml = Buffer.from(
      `<xml><ToUserName><![CDATA[gh]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
    )
    expect(openPush(safe, { query: safeQuery, body: xml }, now)).toEqual(message)
  })

  test('an encrypted reply', () => {
    const reply = encryptReply('{"demo_resp":"good luck"}', { appId, aesKey, random: Buffer.from('707722b803182950') })
    expect(reply).toBe('ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==')
    expect(pushSignature(token, '1713424427', '415670741', reply)).toBe('1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1')
    expect(decryptPush(reply, { appId, aesKey })).toBe('{"demo_resp":"good luck"}')
  })
})

describe('a push that is refused', () => {
  const refusalOf = (run: () => unknown): string => {
    try {
      run()
    } catch (error) {
      if (error instanceof PushRefused) return error.message
      throw error
    }
    return 'taken'
  }
  const open = (keys: typeof safe | typeof plain, query: object, bytes = body, time = now) =>
    refusalOf(() => openPush(keys, { query: { ...safeQuery, ...query }, body: bytes }, time))

  test.each([
    ['a signature off by one letter', { msg_signature: '146e02f8204d34f8ba5fa3b1db94908f3df2e9b3' }, 'wrong signature'],
    ['one that is too short', { msg_signature: '046e' }, 'wrong signature'],
    ['none', { msg_signature: undefined }, 'not signed'],
    ['two', { msg_signature: [safeQuery.msg_signature, safeQuery.msg_signature] }, 'not signed'],
    [
      'the plain signature in its place',
      { msg_signature: pushSignature(token, '1714112445', '415670741') },
      'wrong signature',
    ],
    ['a mode that is not encrypted', { encrypt_type: 'raw' }, 'not encrypted'],
  ])('for %s', (_, query, reason) => {
    expect(open(safe, query)).toBe(reason)
  })

  test('for its age, on both sides of ten minutes', () => {
    for (const sign of [-1, 1]) {
      const off = (seconds: number) => new Date(now.getTime() + sign * seconds * 1000)
      expect(open(safe, {}, body, off(600))).toBe('taken')
      expect(open(safe, {}, body, off(601))).toBe('too old')
    }
    expect(open(safe, { timestamp: 'soon' })).toBe('too old')
  })

  test('for being encrypted to another app, although its signature is right', () => {
    expect(open({ ...safe, appId: 'wx-another-app' }, {})).toBe('of another app')
  })

  test('for a body that is nothing', () => {
    const query = { signature: pushSignature(token, '1714112445', '1'), nonce: '1' }
    for (const text of ['', '[]', '7', '{', '<xml>', '<!DOCTYPE xml><xml></xml>', '<html></html>']) {
      expect([text, open(plain, query, Buffer.from(text))]).toEqual([text, 'not readable'])
    }
    const sign = (sealed: string) => ({ msg_signature: pushSignature(token, '1714112445', '415670741', sealed) })
    for (const sealed of ['', 'AAAA', Buffer.alloc(48, 7).toString('base64')]) {
      const bytes = Buffer.from(JSON.stringify({ Encrypt: sealed }))
      expect(open(safe, sign(sealed), bytes)).toMatch(/not (readable|encrypted)|another app/)
    }
  })
})

describe('XML', () => {
  test('elements repeat into lists, CDATA is text, the five entities are known', () => {
    const text = '<xml><A>1 &lt; 2 &amp; 3</A><L><B><![CDATA[<b>]]></B></L><L><B>2</B></L><E></E></xml>'
    expect(parseWechatXml(text)).toEqual({ A: '1 < 2 & 3', L: [{ B: '<b>' }, { B: '2' }], E: '' })
  })

  test.each([
    ['an unclosed element', '<xml><A></xml>'],
    ['an attribute', '<xml a="1"></xml>'],
    ['an entity of its own', '<xml><A>&lol;</A></xml>'],
    ['depth', `<xml>${'<a>'.repeat(10)}${'</a>'.repeat(10)}</xml>`],
    ['a crowd', `<xml>${'<a></a>'.repeat(501)}</xml>`],
    ['something after the end', '<xml><A>1</A></xml><xml></xml>'],
  ])('%s is refused', (_, text) => {
    expect(() => parseWechatXml(text)).toThrow(SyntaxError)
  })

  test('names of built-in things are plain names', () => {
    const fields = parseWechatXml('<xml><constructor>1</constructor></xml>')
    expect({ ...fields }).toEqual({ constructor: '1' })
    expect(() => parseWechatXml('<xml><__proto__>1</__proto__></xml>')).toThrow(SyntaxError)
  })
})

describe('events', () => {
  const head = { FromUserName: 'o-ana', CreateTime: '1620973045', MsgType: 'event' }

  test('a list of XML, of one and of two', () => {
    const xml = (entries: string) =>
      parseWechatXml(
        `<xml><FromUserName>o-ana</FromUserName><CreateTime>1620973045</CreateTime><MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent>${entries}</SubscribeMsgPopupEvent></xml>`,
      )
    const one = '<List><TemplateId>t1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString></List>'
    expect(eventsOf(xml(one))).toMatchObject([{ kind: 'SUBSCRIBE_ANSWERED', subject: 't1', outcome: 'accept' }])
    expect(eventsOf(xml(one + one.replace('t1', 't2')))).toHaveLength(2)
  })

  test('a failed send says why', () => {
    const List = { TemplateId: 't1', MsgID: '1864323726461255680', ErrorCode: '20', ErrorStatus: 'user refuse' }
    expect(eventsOf({ ...head, Event: 'subscribe_msg_sent_event', List })).toEqual([
      {
        kind: 'SUBSCRIBE_SENT',
        openid: 'o-ana',
        happenedAt: new Date('2021-05-14T06:17:25.000Z'),
        subject: 't1',
        messageId: '1864323726461255680',
        outcome: 'user refuse',
      },
    ])
  })

  test('what we do not follow is nothing, what we follow and cannot read is null', () => {
    expect(eventsOf({ ...head, MsgType: 'text', Content: '你好' })).toEqual([])
    expect(eventsOf({ ...head, Event: 'user_enter_tempsession' })).toEqual([])
    expect(eventsOf({ ...head, Event: 'constructor' })).toEqual([])
    expect(eventsOf({ ...head, Event: 'subscribe_msg_sent_event' })).toBeNull()
    const List = Array.from({ length: 21 }, () => ({ TemplateId: 't', SubscribeStatusString: 'accept' }))
    expect(eventsOf({ ...head, Event: 'subscribe_msg_popup_event', List })).toBeNull()
  })
})
