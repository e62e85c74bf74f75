/**
 * The neutral stream. Grammar: `start (block-start block-delta* block-stop)* (usage | ping)* stop end`, or an `error` at
 * any place, after which nothing follows. One block is open at a time and indexes are dense. `usage` may come at any
 * place, before an `error` even without a `start`; each one replaces the one before. All strings are wire text.
 */

import type { Json, JsonObject } from '../lib/json.ts';
import type { Fault } from './fault.ts';
import type { StopReason } from './reply.ts';
import type { ProtocolId } from './request.ts';
import type { Usage } from './usage.ts';

/** What a block is, known when it opens. */
export type BlockHead =
  | { readonly type: 'text' }
  | { readonly type: 'thinking' }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string }
  | { readonly type: 'opaque'; readonly protocol: ProtocolId; readonly raw: JsonObject };

export type BlockDelta =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'signature'; readonly signature: string }
  | { readonly type: 'tool-input'; readonly json: string }
  | { readonly type: 'opaque'; readonly protocol: ProtocolId; readonly raw: Json };

export type TurnEvent =
  | { readonly type: 'start'; readonly id?: string; readonly model?: string }
  | { readonly type: 'block-start'; readonly block: BlockHead }
  | { readonly type: 'block-delta'; readonly delta: BlockDelta }
  | { readonly type: 'block-stop' }
  | { readonly type: 'usage'; readonly usage: Usage }
  | { readonly type: 'ping' }
  | { readonly type: 'stop'; readonly reason: StopReason; readonly sequence?: string }
  | { readonly type: 'end' }
  | { readonly type: 'error'; readonly fault: Fault };

/** Takes events in order, synchronously. */
export type EventSink = (event: TurnEvent) => void;
