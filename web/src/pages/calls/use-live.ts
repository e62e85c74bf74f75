import { startTransition, useEffect, useEffectEvent, useState } from 'react';
import type { LiveEvents } from '../../../../src/admin/contract/live.ts';
import { addressOf } from '../../api/client.ts';
import type { LiveEvent } from './live-state.ts';

/** Events are taken in together, so that the list is drawn a few times a second however many calls end. */
const BATCH_MS = 250;
/** After a refusal browsers do not come back by themselves. */
const AGAIN_MS = 10_000;

const NAMES: readonly (keyof LiveEvents)[] = ['started', 'call', 'words', 'reset'];

/**
 * Listens to the live feed as long as it is rendered.
 *
 * @param onEvents told of what happened, in its order, a few times a second
 * @returns whether the feed is heard now
 */
export function useLiveFeed(onEvents: (events: readonly LiveEvent[]) => void): boolean {
  const [isHeard, setHeard] = useState(false);
  const tell = useEffectEvent((events: readonly LiveEvent[]) => startTransition(() => onEvents(events)));
  useEffect(() => {
    const feed = new Feed((events) => tell(events), setHeard);
    return () => feed.close();
  }, []);
  return isHeard;
}

/** The connection. Browsers make it anew and say what they heard last; only after a refusal it is made anew here. */
class Feed {
  readonly #onEvents: (events: readonly LiveEvent[]) => void;
  readonly #onState: (isHeard: boolean) => void;
  #source: EventSource;
  #last: string | undefined;
  #wasLost = false;
  #fresh: LiveEvent[] = [];
  #batch: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(onEvents: (events: readonly LiveEvent[]) => void, onState: (isHeard: boolean) => void) {
    this.#onEvents = onEvents;
    this.#onState = onState;
    this.#source = this.#open();
  }

  close(): void {
    clearTimeout(this.#batch);
    clearTimeout(this.#again);
    this.#source.close();
  }

  #open(): EventSource {
    const source = new EventSource(addressOf('/api/calls/live', { last: this.#last }));
    source.addEventListener('open', () => {
      this.#onState(true);
      this.#take({ name: 'opened' });
      // Whoever has heard nothing yet cannot be told what was missed.
      if (this.#wasLost && this.#last === undefined) this.#take({ name: 'reset', data: {} });
      this.#wasLost = false;
    });
    source.addEventListener('error', () => {
      this.#wasLost = true;
      this.#onState(false);
      if (source.readyState !== EventSource.CLOSED) return;
      this.#again = setTimeout(() => {
        this.#source = this.#open();
      }, AGAIN_MS);
    });
    for (const name of NAMES) {
      source.addEventListener(name, ({ data, lastEventId }) => {
        if (lastEventId !== '') this.#last = lastEventId;
        // The gateway's own words, as the contract has them.
        this.#take({ name, data: JSON.parse(data) } as LiveEvent);
      });
    }
    return source;
  }

  #take(event: LiveEvent): void {
    this.#fresh.push(event);
    this.#batch ??= setTimeout(() => {
      this.#batch = undefined;
      this.#onEvents(this.#fresh.splice(0));
    }, BATCH_MS);
  }
}
