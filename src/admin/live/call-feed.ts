import { beginningOf, type CallText } from '../../store/call-text-ports.ts';
import type { CallRow } from '../../store/ports.ts';
import { EndedEvent, type FeedEvent, resetEvent, type StartedCall, startedEvent, wordsEvent } from './feed-event.ts';

/** Calls that a listener who comes back can be told of without asking the database. */
const MOST_REMEMBERED = 500;
const MOST_LISTENERS = 100;
/** Beyond it a call is forgotten that would never end. */
const MOST_RUNNING = 5_000;

export interface FeedListener {
  /** Told in the order of the events, and never by the call itself. */
  hear(events: readonly FeedEvent[]): void;
  /** There will be no more. */
  end(): void;
}

/**
 * Tells of calls as they begin and end. Whoever tells it of one only leaves it here: listeners hear of it in a later turn of
 * the event loop. It knows the calls of this process alone.
 */
export class CallFeed {
  readonly #mostRemembered: number;
  readonly #mostListeners: number;
  readonly #listeners = new Set<FeedListener>();
  readonly #running = new Map<string, StartedCall>();
  #remembered: EndedEvent[] = [];
  #fresh: FeedEvent[] = [];
  #isClosed = false;

  constructor(mostRemembered = MOST_REMEMBERED, mostListeners = MOST_LISTENERS) {
    this.#mostRemembered = mostRemembered;
    this.#mostListeners = mostListeners;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  started(call: StartedCall): void {
    if (this.#running.size >= MOST_RUNNING) this.#running.delete(this.#running.keys().next().value ?? '');
    this.#running.set(call.id, call);
    if (this.#listeners.size > 0) this.#tell(startedEvent(call));
  }

  ended(row: CallRow): void {
    this.#running.delete(row.id);
    const event = new EndedEvent(row);
    this.#remembered.push(event);
    // Not for each call: what is moved is the rest of the list.
    if (this.#remembered.length >= 2 * this.#mostRemembered) this.#remembered = this.remembered();
    if (this.#listeners.size > 0) this.#tell(event);
  }

  /** What the user said in calls, where that is anything. */
  said(texts: readonly Pick<CallText, 'id' | 'keyId' | 'words'>[]): void {
    if (this.#listeners.size === 0) return;
    for (const text of texts) if (text.words !== '') this.#tell(wordsEvent(text, beginningOf(text.words)));
  }

  /** Ended calls that are still known, oldest first. */
  remembered(): EndedEvent[] {
    return this.#remembered.slice(-this.#mostRemembered);
  }

  /** Calls were deleted: nobody is told of them any more. */
  forget(calls: ReadonlySet<string>): void {
    this.#remembered = this.#remembered.filter(({ row }) => !calls.has(row.id));
  }

  /** Lists have to be read anew. */
  reset(): void {
    if (this.#listeners.size > 0) this.#tell(resetEvent());
  }

  /** How many calls are running. */
  get runningCount(): number {
    return this.#running.size;
  }

  /** Calls that are running. */
  running(): readonly FeedEvent[] {
    return [...this.#running.values()].map(startedEvent);
  }

  /** @returns how to stop listening; undefined where too many do, or nobody may any more */
  listen(listener: FeedListener): (() => void) | undefined {
    if (this.#isClosed || this.#listeners.size >= this.#mostListeners) return undefined;
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends all listening. */
  close(): void {
    this.#isClosed = true;
    this.#deliver();
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }

  #tell(event: FeedEvent): void {
    if (this.#fresh.length === 0) setImmediate(() => this.#deliver());
    this.#fresh.push(event);
  }

  #deliver(): void {
    const events = this.#fresh;
    this.#fresh = [];
    if (events.length > 0) for (const listener of this.#listeners) listener.hear(events);
  }
}
