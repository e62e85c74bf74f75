import type { Clock, Timer } from '../../lib/clock.ts';
import type { FeedListener } from './call-feed.ts';
import type { FeedEvent } from './feed-event.ts';

/** Bytes that may wait for a listener who reads more slowly than calls end. */
const MOST_WAITING_BYTES = 512 * 1024;
/** Who listens is asked for anew so often: whoever logs out or loses their role hears no more after that. */
const LOOK_MS = 3_000;
/** A line is sent at least at every so manieth look, so that proxies keep the connection. */
const LOOKS_PER_BEAT = 5;
/** How long browsers wait before they come back. */
const RETRY_MS = 2_000;

export interface LivePorts {
  readonly clock: Pick<Clock, 'timer'>;
  /** Keys whose calls may be seen now, undefined: all; `none`: nothing may be seen any more. May reject. */
  readonly look: () => Promise<readonly string[] | 'none' | undefined>;
  /** Breaks the connection off. */
  readonly cut: () => void;
}

/** One listener: server-sent events, as far as they may be seen, for as long as they may. */
export class LiveStream implements FeedListener {
  readonly body: ReadableStream<Uint8Array>;
  readonly #ports: LivePorts;
  #keys: ReadonlySet<string> | undefined;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** What came before the listener was told what it had missed. */
  #held: FeedEvent[] | undefined = [];
  #timer: Timer | undefined;
  #looks = 0;

  /** @param keys whose calls may be seen; undefined: all */
  constructor(ports: LivePorts, keys: readonly string[] | undefined) {
    this.#ports = ports;
    this.#keys = keys && new Set(keys);
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
    );
    this.#send(`retry: ${RETRY_MS}\n\n`);
    this.#wait();
  }

  /** Tells what was missed, and from then on what happens; nothing twice. */
  begin(missed: readonly FeedEvent[]): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    const told = new Set(missed.map(({ id }) => id));
    this.hear([...missed, ...held.filter(({ id }) => id === undefined || !told.has(id))]);
  }

  hear(events: readonly FeedEvent[]): void {
    if (this.#held !== undefined) {
      this.#held.push(...events);
      return;
    }
    const text = events
      .filter(({ keyId }) => keyId === null || this.#keys?.has(keyId) !== false)
      .map((event) => event.text)
      .join('');
    if (text !== '') this.#send(text);
  }

  end(): void {
    this.#timer?.cancel();
    try {
      this.#controller?.close();
    } catch {
      // Whoever listened has left already.
    }
    this.#controller = undefined;
  }

  #send(text: string): void {
    const controller = this.#controller;
    if (controller === undefined) return;
    if (-(controller.desiredSize ?? 0) > MOST_WAITING_BYTES) {
      this.end();
      this.#ports.cut();
      return;
    }
    controller.enqueue(Buffer.from(text));
  }

  #wait(): void {
    this.#timer = this.#ports.clock.timer(LOOK_MS, () => {
      this.#look().then(
        () => undefined,
        // Who cannot be asked for is nobody.
        () => this.end(),
      );
    });
  }

  async #look(): Promise<void> {
    const keys = await this.#ports.look();
    if (this.#controller === undefined) return;
    if (keys === 'none') return this.end();
    this.#keys = keys && new Set(keys);
    if (++this.#looks % LOOKS_PER_BEAT === 0) this.#send(': still here\n\n');
    this.#wait();
  }
}
