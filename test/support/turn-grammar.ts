import type { TurnEvent } from '../../src/turn/events.ts';

const DELTAS: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'opaque'],
  thinking: ['thinking', 'signature', 'opaque'],
  'tool-call': ['tool-input', 'opaque'],
  opaque: ['opaque'],
};

/** Faults of a neutral stream against the grammar of turn/events.ts; it has to be complete. */
export function turnFaults(events: readonly TurnEvent[]): string[] {
  const check = new TurnCheck();
  for (const event of events) check.push(event);
  check.end();
  return check.faults;
}

class TurnCheck {
  readonly faults: string[] = [];
  #state: 'waiting' | 'started' | 'stopped' | 'ended' = 'waiting';
  #open: string | undefined;

  push(event: TurnEvent): void {
    if (this.#state === 'ended') this.#fault(`${event.type} after the end`);
    else if (event.type === 'error') this.#state = 'ended';
    else if (event.type !== 'usage' && event.type !== 'ping') this.#pushInOrder(event);
  }

  end(): void {
    if (this.#state !== 'ended') this.#fault('neither end nor error');
  }

  #pushInOrder(event: Exclude<TurnEvent, { type: 'error' | 'usage' | 'ping' }>): void {
    switch (event.type) {
      case 'start':
        if (this.#state !== 'waiting') this.#fault('a second start');
        this.#state = 'started';
        break;
      case 'block-start':
        this.#expect('started', event.type);
        if (this.#open !== undefined) this.#fault(`${event.block.type} begins inside of ${this.#open}`);
        this.#open = event.block.type;
        if (event.block.type === 'tool-call' && (event.block.id === '' || event.block.name === ''))
          this.#fault('a tool call without id or name');
        break;
      case 'block-delta':
        if (this.#open === undefined) this.#fault('a delta without a block');
        else if (!DELTAS[this.#open]?.includes(event.delta.type)) this.#fault(`${event.delta.type} in ${this.#open}`);
        break;
      case 'block-stop':
        if (this.#open === undefined) this.#fault('a stop without a block');
        this.#open = undefined;
        break;
      case 'stop':
        this.#expect('started', event.type);
        if (this.#open !== undefined) this.#fault(`stop inside of ${this.#open}`);
        this.#state = 'stopped';
        break;
      case 'end':
        this.#expect('stopped', event.type);
        this.#state = 'ended';
    }
  }

  #expect(state: string, type: string): void {
    if (this.#state !== state) this.#fault(`${type} while ${this.#state}`);
  }

  #fault(what: string): void {
    this.faults.push(what);
  }
}
