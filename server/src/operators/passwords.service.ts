import { Injectable } from '@nestjs/common'
import { hash, verify } from '@node-rs/argon2'

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane (the library's algorithm is argon2id already).
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Password hashes. Every check costs the same, whether or not there is somebody to check. */
@Injectable()
export class Passwords {
  private readonly nobody = hash('nobody has this password', COST)

  hash(password: string): Promise<string> {
    return hash(password, COST)
  }

  /** Whether the password is right; false without a hash, after the same work. */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const right = await verify(stored ?? (await this.nobody), password)
    return right && stored !== undefined
  }
}
