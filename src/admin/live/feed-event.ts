import type { CallRow } from '../../store/ports.ts';
import { callView, endOf } from '../call-view.ts';
import type { LiveEvents } from '../contract/live.ts';

/** A call that has begun and not ended. */
export interface StartedCall extends Pick<CallRow, 'id' | 'startedAt' | 'keyId' | 'keyName' | 'endpoint' | 'isStream'> {
  readonly requestedModel: string;
}

/** Something that listeners are told of, if they may see the calls of its key. */
export interface FeedEvent {
  /** Null: everybody is told. */
  readonly keyId: string | null;
  /** Where a listener goes on that has heard it last; undefined: as after the event before. */
  readonly id?: string;
  /** As it goes over the wire; made once, when it is first needed. */
  readonly text: string;
}

/** A call has ended. */
export class EndedEvent implements FeedEvent {
  readonly row: CallRow;
  readonly endedAt: number;
  readonly #words: string | null;
  #text: string | undefined;

  /** @param words the beginning of what the user said in it, where that is known */
  constructor(row: CallRow, words: string | null = null) {
    this.row = row;
    this.#words = words;
    this.endedAt = endOf(row);
  }

  get keyId(): string {
    return this.row.keyId;
  }

  get id(): string {
    return `${this.endedAt}~${this.row.id}`;
  }

  get text(): string {
    this.#text ??= eventText('call', callView(this.row, this.#words), this.id);
    return this.#text;
  }
}

/** The moment of an event's id; undefined for what is no id. */
export function momentOf(id: string): number | undefined {
  const [, moment] = /^(\d{1,15})~\S{1,200}$/.exec(id) ?? [];
  return moment === undefined ? undefined : Number(moment);
}

/** A call has begun. */
export function startedEvent(call: StartedCall): FeedEvent {
  return { keyId: call.keyId, text: eventText('started', call) };
}

/** What listeners know of calls is not enough any more: lists are to be read anew. */
export function resetEvent(): FeedEvent {
  return { keyId: null, text: eventText('reset', {}) };
}

/** What the user said in a call is known, somewhat later than its end. @param words the beginning of it */
export function wordsEvent({ id, keyId }: Pick<CallRow, 'id' | 'keyId'>, words: string): FeedEvent {
  return { keyId, text: eventText('words', { id, words }) };
}

/** A server-sent event (WHATWG HTML §9.2). JSON has no line ends. */
function eventText<Name extends keyof LiveEvents>(name: Name, data: LiveEvents[Name], id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
