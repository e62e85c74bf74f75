import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeyFinder } from '../gateway/authenticate.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { TokenCalibration } from '../gateway/token-calibration.ts';
import type { UpstreamPort } from '../gateway/upstream.ts';
import type { Clock } from '../lib/clock.ts';
import type { Codec } from '../protocols/codec.ts';
import type { Routing } from '../routing/routing.ts';

/** The client keys, which may grow while redwolf runs. */
export interface Keys extends KeyFinder {
  /** Reads the keys anew, at most once a second; true if that was done. */
  refresh(): Promise<boolean>;
  /** Why no key can be recognised at all, in a sentence; undefined where keys can. */
  readonly closed?: string | undefined;
}

/** What endpoints work with. */
export interface EndpointPorts {
  readonly gateway: Gateway;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly upstream: UpstreamPort;
  readonly calibration: TokenCalibration;
  readonly routing: () => Routing;
  /** May change while redwolf runs. */
  readonly maxBodyBytes: number;
  /** redwolf listens on loopback only. */
  readonly isLoopback: boolean;
  /** Takes what went wrong inside of redwolf. */
  readonly logError: (message: string, error: unknown) => void;
}

/** A request on its way to an endpoint. */
export interface EndpointRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path below the base, such as `/v1/models/x`. */
  readonly path: string;
  /** Query string with its question mark, or empty. */
  readonly query: string;
}

/** One client-facing endpoint. */
export interface Endpoint {
  readonly id: string;
  readonly methods: readonly string[];
  /** Path below each base. With `isPrefix` whatever is below it too. */
  readonly path: string;
  readonly isPrefix?: boolean;
  /** The admin plane has the same path, and answers who sends no client key. */
  readonly isShared?: true;
  /** Answers everybody. Default: only who has a client key. */
  readonly isPublic?: true;
  /** The protocol in which a failure is told. Absent for clients of several: their headers tell. */
  readonly codec?: Codec;
  /** Throws Fault, which the client gets in the shape of its protocol. */
  handle(request: EndpointRequest, ports: EndpointPorts): Promise<void> | void;
}
