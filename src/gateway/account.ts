import { refName } from '../routing/catalog.ts';
import type { Target } from '../routing/plan.ts';
import { priceOf } from '../routing/price.ts';
import type { CallRow } from '../store/ports.ts';
import { costOf } from '../turn/cost.ts';
import { NO_USAGE } from '../turn/usage.ts';
import type { AttemptRecord, Call, CallResult } from './call.ts';
import type { MeteredUsage } from './usage-meter.ts';

const NOTHING: MeteredUsage = { usage: NO_USAGE, source: 'none' };

/**
 * The one row of a finished call.
 *
 * @param now monotonic milliseconds
 */
export function accountRow(call: Call, result: CallResult, replyBytes: number, now: number): CallRow {
  const last = call.attempts.at(-1);
  const answered =
    last?.fault === undefined || result.outcome !== 'error' || last.fault === result.fault ? last : undefined;
  const metered = call.usage?.settle() ?? NOTHING;
  const { usage } = metered;
  const { costNanoUsd, priceSource } = costOfCall(metered, answered?.target);
  return {
    id: call.id,
    startedAt: call.startedAt,
    keyId: call.identity.keyId,
    keyName: call.identity.keyName,
    endpoint: call.endpoint,
    clientProtocol: call.codec.id,
    platformProtocol: answered?.target.channel.protocol ?? null,
    mode: call.plan?.mode ?? '',
    source: call.plan?.source ?? '',
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
    inputTokens: usage.input,
    cacheReadTokens: usage.cacheRead,
    cacheWrite5mTokens: usage.cacheWrite5m,
    cacheWrite1hTokens: usage.cacheWrite1h,
    outputTokens: usage.output,
    reasoningTokens: usage.reasoning,
    usageSource: metered.source,
    costNanoUsd,
    priceSource,
    queueMs: (call.firstAttemptMonotonic ?? now) - call.startedMonotonic,
    firstByteMs: call.firstByteMonotonic === undefined ? null : call.firstByteMonotonic - call.startedMonotonic,
    totalMs: now - call.startedMonotonic,
    requestBytes: call.request.body.length,
    replyBytes,
  };
}

/** What produced nothing costs nothing, whatever its price. */
function costOfCall(metered: MeteredUsage, target: Target | undefined): Pick<CallRow, 'costNanoUsd' | 'priceSource'> {
  if (metered.source === 'none') return { costNanoUsd: 0, priceSource: null };
  const priced = target && priceOf(target);
  const costNanoUsd = costOf(metered.usage, priced?.price);
  return { costNanoUsd, priceSource: costNanoUsd === null ? null : (priced?.source ?? null) };
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
