/** How a marketer publishes a reward at the desk; each step answers how many clicks it took. */
import { PNG } from 'pngjs'
import type { Visitor } from './browser.js'

/** A dark bowl of something warm on a light table, so that an empty frame is not taken for it. */
function photo(): Buffer {
  const png = new PNG({ width: 900, height: 600 })
  for (let at = 0; at < png.width * png.height; at += 1) {
    const away = Math.hypot((at % png.width) - 450, Math.floor(at / png.width) - 300)
    const [red, green, blue] = away < 200 ? [201, 128, 44] : away < 230 ? [74, 52, 40] : [236, 226, 210]
    png.data.set([red!, green!, blue!, 255], at * 4)
  }
  return PNG.sync.write(png)
}

/** From the list of rewards: a template, a name and a picture. All the rest is filled in already. */
export async function fillInReward({ page }: Visitor, template: RegExp, name: string): Promise<number> {
  await page.getByRole('button', { name: '上架新礼品' }).first().click()
  await page.getByRole('button', { name: template }).first().click()
  // The cursor is in the name already.
  await page.keyboard.type(name)
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择图片' }).first().click()
  await (await chosen).setFiles({ name: 'photo.png', mimeType: 'image/png', buffer: photo() })
  await page.getByAltText('现在的图片').waitFor()
  return 3
}

export async function publishReward({ page }: Visitor): Promise<number> {
  await page.getByRole('button', { name: '发布并上架' }).first().click()
  await page.getByText('已发布并上架，会员现在就能看到').waitFor()
  return 1
}
