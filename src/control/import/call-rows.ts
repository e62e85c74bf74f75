import { importedCallId, type KeyId } from '../../lib/ids.ts';
import type { Baseline } from '../../routing/baseline.ts';
import { baselineCost, NO_COST, ratedCost } from '../../routing/cost.ts';
import type { PriceBookPort, TargetPrice } from '../../routing/price-list.ts';
import type { CallRow, ComparedCost } from '../../store/ports.ts';
import { FREE } from '../../turn/price.ts';
import { NO_USAGE, type Usage } from '../../turn/usage.ts';
import type { Platforms } from '../effective.ts';
import type { OldCall } from './old-calls.ts';

/** What `source` says of a call that another program decided. */
const IMPORTED = 'imported';
/** How the original called what it asked in Claude Code mode; in its place of a model it wrote the server's name. */
const CLAUDE_CODE = 'Claude Code';
const CLAUDE_CODE_MARK = '❇️';
const SMART_MARK = '🆎';
/** Clients that sent no key of their own, as the original let them. */
const NOBODY = { id: 'anonymous' as KeyId, name: 'anonymous', owner: null };

/** What the original kept no account of. */
const NOT_RECORDED = {
  intent: null,
  confidence: null,
  decision: null,
  session: null,
  sessionSource: null,
  agent: null,
  purpose: 'main',
  plan: '[]',
  attempts: '[]',
  losses: '[]',
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  reasoningTokens: 0,
  queueMs: 0,
  firstByteMs: null,
} as const satisfies Partial<CallRow>;

export interface CallOwner {
  readonly id: KeyId;
  readonly name: string;
  readonly owner: string | null;
}

export interface RowParts {
  /** Undefined: the call had no key. */
  ownerOf(call: OldCall): CallOwner | undefined;
  /** Id of the platform that a server of Claude Code mode became. */
  platformOfServer(name: string): string | undefined;
  /** Type of a platform by its id. */
  typeOf(platform: string): string | undefined;
  readonly types: Platforms;
  readonly prices: PriceBookPort;
  readonly baseline: Pick<Baseline, 'priceAt'>;
}

/** The row of a call that the original answered. The compiler finds a column that is missing. */
export function importedRow(call: OldCall, parts: RowParts): CallRow {
  const startedAt = call.endedAt - call.durationMs;
  const owner = parts.ownerOf(call) ?? NOBODY;
  const target = targetOf(call, parts);
  const outcome = isFailure(call) ? 'error' : 'ok';
  return {
    ...NOT_RECORDED,
    id: importedCallId(call.hour, call.seed),
    startedAt,
    keyId: owner.id,
    keyName: owner.name,
    userId: owner.owner,
    // The original knew no other clients.
    endpoint: 'anthropic-messages',
    clientProtocol: 'anthropic-messages',
    platformProtocol: target.platform === null ? null : protocolOf(target, parts),
    mode: target.mode,
    source: IMPORTED,
    scene: call.scene === '' ? null : call.scene,
    requestedModel: call.requestedModel === '' ? call.model : call.requestedModel,
    platform: target.platform,
    model: target.model,
    isStream: call.isStream,
    outcome,
    status: call.status ?? 0,
    errorKind: null,
    errorMessage: outcome === 'ok' ? null : messageOf(call),
    inputTokens: call.inputTokens,
    outputTokens: call.outputTokens,
    usageSource: usageSourceOf(call, target.mode),
    ...costOf(call, target, startedAt, outcome === 'error', parts),
    totalMs: call.durationMs,
    requestBytes: call.requestBytes,
    replyBytes: call.replyBytes,
  };
}

interface OldTarget {
  readonly mode: string;
  readonly platform: string | null;
  readonly model: string | null;
}

function targetOf(call: OldCall, { platformOfServer }: RowParts): OldTarget {
  if (call.platform === CLAUDE_CODE || call.remark.includes(CLAUDE_CODE_MARK)) {
    const platform = platformOfServer(call.model) ?? null;
    return { mode: 'claude_code', platform, model: call.requestedModel || null };
  }
  const mode = call.scene !== '' || call.remark.includes(SMART_MARK) ? 'smart_routing' : 'global_direct';
  return { mode, platform: call.platform.toLowerCase() || null, model: call.model || null };
}

function protocolOf({ mode, platform }: OldTarget, { typeOf, types }: RowParts): string {
  if (mode === 'claude_code') return 'anthropic-messages';
  const description = types.get(typeOf(platform ?? '') ?? '');
  return description?.protocols[0].protocol ?? 'openai-chat';
}

function isFailure({ status, isError }: OldCall): boolean {
  return status === undefined || status >= 400 || isError;
}

/** Not the words of the answer: they may hold a key. */
function messageOf({ status, isError }: OldCall): string {
  if (status === undefined) return 'The original redwolf recorded no status.';
  const how = isError && status < 400 ? `an error with the status ${status}` : `the status ${status}`;
  return `The original redwolf answered with ${how}.`;
}

/** What it recorded of streams was its own estimate unless the platform told, which it did not say. */
function usageSourceOf({ inputTokens, outputTokens }: OldCall, mode: string): CallRow['usageSource'] {
  if (inputTokens + outputTokens === 0) return 'none';
  return mode === 'claude_code' ? 'reported' : 'estimated';
}

/** By the price book, as it knows of that time. Of a call that went well without tokens nobody knows what it cost. */
function costOf(
  { inputTokens, outputTokens }: OldCall,
  target: OldTarget,
  at: number,
  hasFailed: boolean,
  parts: RowParts,
): ComparedCost {
  const usage: Usage = { ...NO_USAGE, input: inputTokens, output: outputTokens };
  const isUnknown = inputTokens + outputTokens === 0;
  if (isUnknown && hasFailed) return { ...NO_COST, baselineNanoUsd: null };
  if (isUnknown) return { ...ratedCost(usage, undefined, at), baselineNanoUsd: null };
  const baselineNanoUsd = baselineCost(usage, parts.baseline.priceAt(at), at);
  return { ...ratedCost(usage, priceAt(target, at, parts), at), baselineNanoUsd };
}

function priceAt({ platform, model }: OldTarget, at: number, parts: RowParts): TargetPrice | undefined {
  const type = platform === null ? undefined : parts.typeOf(platform);
  if (type === undefined || model === null) return undefined;
  if (parts.types.get(type)?.isLocal === true) return { price: FREE, source: 'local', id: 'local', usdPerUnit: 1 };
  return parts.prices.list(type).find(model, at);
}
