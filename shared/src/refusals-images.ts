import type { Refusals } from './refusal-shape.js'

/** Pictures that cannot be taken; each says what would do. */
export const images = {
  'image.kind': [
    422,
    '这不是可以用的图片。请上传 JPEG、PNG 或 WebP。',
    'This is not a picture that can be used. JPEG, PNG and WebP can.',
  ],
  'image.svg': [
    422,
    'SVG 里可以藏程序，不能上传。请存成 PNG 或 JPEG 再传。',
    'An SVG may carry a program and is not taken. Save it as PNG or JPEG.',
  ],
  'image.broken': [422, '图片打不开，可能没传完整。请换一张再试。', 'The picture cannot be read. Please try another.'],
  'image.too_small': [
    422,
    '图片太小，放在手机上会糊。宽和高都至少要 300 像素。',
    'The picture is too small for a phone. Both sides need 300 pixels.',
  ],
  'image.too_many_pixels': [
    422,
    '图片像素太大。请先缩到 6000 × 6000 以内。',
    'The picture has too many pixels. Please bring it below 6000 by 6000.',
  ],
  'image.too_long': [
    422,
    '图片太窄或太长。请裁到长边不超过短边的 3 倍。',
    'The picture is too narrow. Its long side may be three times the short one.',
  ],
  'image.too_large': [
    413,
    '图片超过 2 MB。请压小一点再传。',
    'The picture is larger than 2 MB. Please make it smaller.',
  ],
  'image.full': [
    409,
    '图片库已满，没有保存。请联系管理员。',
    'There is no room for more pictures. Please ask an administrator.',
  ],
} as const satisfies Refusals
