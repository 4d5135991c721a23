import { Controller, Inject } from '@nestjs/common'
import { By, type Caller, type Input, Parsed, type Reply, Route } from '../http.js'
import { Images } from './images.service.js'

/** Operators and pictures. */
@Controller()
export class ImagesHttp {
  constructor(@Inject(Images) private readonly images: Images) {}

  @Route('POST /console/images')
  add(@By() by: Caller, @Parsed() { body }: Input<'POST /console/images'>): Promise<Reply<'POST /console/images'>> {
    return this.images.add(by.operator, body.base64)
  }
}
