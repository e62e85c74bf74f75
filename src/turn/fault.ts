/** What went wrong, independent of any protocol. The names follow Anthropic's error types where they have one. */
export type FaultKind =
  | 'invalid_request'
  | 'context_overflow'
  | 'authentication'
  | 'billing'
  | 'permission'
  | 'not_found'
  | 'too_large'
  | 'rate_limit'
  | 'overloaded'
  | 'timeout'
  | 'server_error'
  | 'unreachable'
  | 'broken_reply';

/** By how much a request does not fit into a model's context, in tokens, as far as it is known. */
export interface OverflowSizes {
  readonly input?: number;
  /** Where the platform stopped counting its input. */
  readonly leastInput?: number;
  /** What the reply may have: `max_tokens`. */
  readonly output?: number;
  /** Both together. */
  readonly total?: number;
  readonly limit?: number;
}

/** Details of a fault that only some of them have. */
export interface FaultDetails {
  /** The platform's own error code, for classification and for the record. */
  readonly code?: string;
  /** `retry-after` as the platform sent it: seconds or an HTTP date. */
  readonly retryAfter?: string;
  /** What the client's SDK shall do, sent as `x-should-retry`. */
  readonly shouldRetry?: boolean;
  /** Of a context overflow. */
  readonly overflow?: OverflowSizes;
  /** The platform's own body, relayed untouched to a client of the same protocol. */
  readonly body?: Buffer;
}

/** A failure that some client will be told of, in its own protocol's shape. */
export class Fault extends Error {
  readonly kind: FaultKind;
  /** HTTP status for the client when nothing was sent yet. */
  readonly status: number;
  readonly details: FaultDetails;

  constructor(kind: FaultKind, status: number, message: string, details: FaultDetails = {}) {
    super(message);
    this.name = 'Fault';
    this.kind = kind;
    this.status = status;
    this.details = details;
  }
}

/** A request that its sender has to mend. */
export function badRequest(message: string): Fault {
  return new Fault('invalid_request', 400, message);
}
