import { createHash } from 'node:crypto';
import { platformToolId } from '../../turn/tool-id.ts';

// "Expected a string with maximum length 64" (OpenAI, of `call_id`).
const MAX_LENGTH = 64;

/** The ids of tool calls that are sent: the platform's own where it made them, short enough, no two the same. */
export class CallIds {
  readonly #limit: number;
  readonly #taken = new Set<string>();

  /** @param limit characters that the platform takes */
  constructor(limit = MAX_LENGTH) {
    this.#limit = limit;
  }

  /** A call's id to send. It depends on earlier calls only, so that it stays the same in later turns. */
  next(clientId: string): string {
    const { id: platformId } = platformToolId(clientId);
    const wishes = [platformId ?? '', clientId].filter((id) => id !== '').map((id) => this.#short(id));
    let id = wishes.find((wish) => !this.#taken.has(wish));
    for (let number = this.#taken.size; id === undefined; number++) {
      if (!this.#taken.has(`call_${number}`)) id = `call_${number}`;
    }
    this.#taken.add(id);
    return id;
  }

  #short(id: string): string {
    if (id.length <= this.#limit) return id;
    return `call_${createHash('sha256').update(id, 'latin1').digest('hex').slice(0, 32)}`;
  }
}
