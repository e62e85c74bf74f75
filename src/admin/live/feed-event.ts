import type { CallRow } from '../../store/ports.ts';
import { callView } from '../call-view.ts';

/** A call that has begun and not ended. */
export interface StartedCall extends Pick<CallRow, 'id' | 'startedAt' | 'keyId' | 'keyName' | 'endpoint' | 'isStream'> {
  readonly requestedModel: string;
}

/** Something that listeners are told of, if they may see the calls of its key. */
export interface FeedEvent {
  readonly keyId: string;
  /** Where a listener goes on that has heard it last; undefined: as after the event before. */
  readonly id?: string;
  /** As it goes over the wire; made once, when it is first needed. */
  readonly text: string;
}

/** A call has ended. */
export class EndedEvent implements FeedEvent {
  readonly row: CallRow;
  readonly endedAt: number;
  #text: string | undefined;

  constructor(row: CallRow) {
    this.row = row;
    this.endedAt = endOf(row);
  }

  get keyId(): string {
    return this.row.keyId;
  }

  get id(): string {
    return `${this.endedAt}~${this.row.id}`;
  }

  get text(): string {
    this.#text ??= eventText('call', callView(this.row, null), this.id);
    return this.#text;
  }
}

/** When a call ended: UTC milliseconds. */
function endOf({ startedAt, totalMs }: Pick<CallRow, 'startedAt' | 'totalMs'>): number {
  return startedAt + Math.round(totalMs);
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

/** A server-sent event (WHATWG HTML §9.2). JSON has no line ends. */
export function eventText(name: string, data: unknown, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
