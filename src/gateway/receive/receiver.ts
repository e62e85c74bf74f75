import type { Fault } from '../../turn/fault.ts';
import type { Call } from '../call.ts';
import type { ClientReply } from '../client-reply.ts';
import type { Candidate } from '../health.ts';
import type { Scrubber } from '../scrub.ts';

/** Takes the body of a platform's reply. */
export interface Receiver {
  data(chunk: Buffer): void;
  /** The body is complete. */
  end(): void;
  /** The body will never be complete, and some of it was sent: tells the client, and ends the attempt. */
  cut(fault: Fault): void;
}

/** What a receiver asks of its attempt. */
export interface ReceiverHost {
  readonly call: Call;
  readonly candidate: Candidate;
  readonly client: ClientReply;
  readonly isCommitted: boolean;
  /** Takes credentials out of what the platform says. */
  readonly scrubber: Scrubber;
  commit(contentType: string, length?: number): void;
  write(chunk: string | Buffer): void;
  /** The whole reply was given to the client. */
  served(): void;
  /** What the client and the record are told of a fault: without credentials, and with what is known here. */
  tellable(fault: Fault): Fault;
  /** The reply is no good; the next target is tried unless some of it was sent. */
  fail(fault: Fault): void;
}
