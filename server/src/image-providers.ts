/** Tables, services and controllers of the feature images, for the list of all providers. */
import { ImageStore } from './images/image-store.service.js'
import { ImagesHttp } from './images/images.http.js'
import { Images } from './images/images.service.js'
import { ImageTable } from './images/images.tables.js'

export const imageTables = [ImageTable]
export const imageServices = [ImageStore, Images]
export const imageControllers = [ImagesHttp]
