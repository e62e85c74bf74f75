import { refName } from '../routing/catalog.ts';
import { baselineCost, NO_COST, ratedCost } from '../routing/cost.ts';
import type { Target } from '../routing/plan.ts';
import { priceOf } from '../routing/price.ts';
import type { TargetPrice } from '../routing/price-list.ts';
import { decisionRecord } from '../routing/smart/decision-record.ts';
import type { CallRow, ComparedCost } from '../store/ports.ts';
import { NO_USAGE, type Usage } from '../turn/usage.ts';
import type { AttemptRecord, Call, CallResult } from './call.ts';
import type { MeteredUsage } from './usage-meter.ts';

const NOTHING: MeteredUsage = { usage: NO_USAGE, source: 'none' };

/**
 * The one row of a finished call.
 *
 * @param baseline what its cost is compared with
 * @param now monotonic milliseconds
 */
export function accountRow(
  call: Call,
  result: CallResult,
  replyBytes: number,
  baseline: TargetPrice | undefined,
  now: number,
): CallRow {
  const last = call.attempts.at(-1);
  const answered =
    last?.fault === undefined || result.outcome !== 'error' || last.fault === result.fault ? last : undefined;
  const metered = call.usage?.settle() ?? NOTHING;
  const { usage } = metered;
  const cost = costOfCall(metered, answered?.target, baseline, call.startedAt);
  return {
    id: call.id,
    startedAt: call.startedAt,
    keyId: call.identity.keyId,
    keyName: call.identity.keyName,
    userId: call.identity.key?.record.owner ?? null,
    endpoint: call.endpoint,
    clientProtocol: call.codec.id,
    platformProtocol: answered?.target.channel.protocol ?? null,
    mode: call.plan?.mode ?? '',
    source: call.plan?.source ?? '',
    ...purposeOf(call),
    requestedModel: call.head.model,
    platform: answered?.target.upstream.id ?? null,
    model: answered?.target.model ?? null,
    isStream: call.head.stream,
    outcome: result.outcome,
    status: result.status,
    errorKind: result.fault?.kind ?? null,
    errorMessage: result.fault?.message ?? null,
    plan: JSON.stringify(call.plan?.targets.map(refName) ?? []),
    attempts: JSON.stringify(call.attempts.map(attemptForRecord)),
    losses: JSON.stringify(call.losses),
    ...tokensOf(usage),
    usageSource: metered.source,
    ...cost,
    queueMs: (call.firstAttemptMonotonic ?? now) - call.startedMonotonic,
    firstByteMs: call.firstByteMonotonic === undefined ? null : call.firstByteMonotonic - call.startedMonotonic,
    totalMs: now - call.startedMonotonic,
    requestBytes: call.request.body.length,
    replyBytes,
  };
}

/** What the call was for, and how it was decided. */
function purposeOf(
  call: Call,
): Pick<CallRow, 'scene' | 'intent' | 'confidence' | 'decision' | 'session' | 'sessionSource' | 'agent' | 'purpose'> {
  const { kind, session, agent } = call.reading();
  const decision = call.plan?.decision;
  return {
    scene: decision?.scene ?? null,
    intent: decision?.intent ?? null,
    confidence: decision?.confidence ?? null,
    decision: decision === undefined ? null : JSON.stringify(decisionRecord(decision)),
    session: session?.key ?? null,
    sessionSource: session?.source ?? null,
    agent,
    purpose: kind,
  };
}

/** The columns of a row that tell of its tokens. */
export function tokensOf(usage: Usage) {
  return {
    inputTokens: usage.input,
    cacheReadTokens: usage.cacheRead,
    cacheWrite5mTokens: usage.cacheWrite5m,
    cacheWrite1hTokens: usage.cacheWrite1h,
    outputTokens: usage.output,
    reasoningTokens: usage.reasoning,
  };
}

/** What produced nothing costs nothing, whatever its price. */
function costOfCall(
  { usage, source }: MeteredUsage,
  target: Target | undefined,
  baseline: TargetPrice | undefined,
  at: number,
): ComparedCost {
  if (source === 'none') return { ...NO_COST, baselineNanoUsd: null };
  const cost = ratedCost(usage, target && priceOf(target, at), at);
  return { ...cost, baselineNanoUsd: baselineCost(usage, baseline, at) };
}

function attemptForRecord({ target, credential, fault, replyStatus, milliseconds }: AttemptRecord): object {
  const name = target.upstream.apiKeys[credential]?.name;
  return {
    platform: target.upstream.id,
    model: target.model,
    credential,
    ...(name !== undefined && { credentialName: name }),
    status: replyStatus ?? null,
    ...(fault !== undefined && { fault: fault.kind, message: fault.message }),
    ms: Math.round(milliseconds),
  };
}
