/** Pictures of what the programme offers. They are served outside /api, at /images. */
import { endpoints } from './endpoint.js'
import { ImageBody, StoredImage } from './images.js'

export const imageOffice = endpoints('console', {
  'POST /console/images': {
    summary: 'Keep a picture: checked, without what the camera wrote into it, in two sizes. Repeats get the same',
    body: ImageBody,
    response: StoredImage,
  },
})
