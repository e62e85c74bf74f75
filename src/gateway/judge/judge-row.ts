import { newCallId } from '../../lib/ids.ts';
import { refName } from '../../routing/catalog.ts';
import { NO_COST, ratedCost } from '../../routing/cost.ts';
import { priceOf } from '../../routing/price.ts';
import type { CallRow } from '../../store/ports.ts';
import { NO_USAGE } from '../../turn/usage.ts';
import { tokensOf } from '../account.ts';
import type { JudgeCall } from './judge.ts';

/** The row of a judge that was asked: its tokens and its time are paid for, too. It belongs to the call that it judged. */
export function judgeRow({ call, target, startedAt, milliseconds, reply, isRight }: JudgeCall): CallRow {
  const { identity } = call;
  const usage = reply?.usage ?? NO_USAGE;
  const { session } = call.reading();
  const cost = reply === undefined ? NO_COST : ratedCost(usage, priceOf(target, startedAt), startedAt);
  return {
    id: newCallId(),
    startedAt,
    keyId: identity.keyId,
    keyName: identity.keyName,
    userId: identity.key?.record.owner ?? null,
    endpoint: 'judge',
    clientProtocol: target.channel.protocol,
    platformProtocol: target.channel.protocol,
    mode: 'smart_routing',
    source: 'judge',
    scene: null,
    intent: null,
    confidence: null,
    decision: null,
    session: session?.key ?? null,
    sessionSource: session?.source ?? null,
    agent: null,
    purpose: 'judge',
    requestedModel: target.model,
    platform: target.upstream.id,
    model: target.model,
    isStream: false,
    ...outcomeOf(reply !== undefined, isRight),
    plan: JSON.stringify([refName(target)]),
    attempts: '[]',
    losses: '[]',
    ...tokensOf(usage),
    usageSource: reply?.usage === undefined ? 'none' : 'reported',
    ...cost,
    // Without smart routing there would be no judge.
    baselineNanoUsd: null,
    queueMs: 0,
    firstByteMs: null,
    totalMs: milliseconds,
    requestBytes: 0,
    replyBytes: 0,
  };
}

function outcomeOf(
  hasAnswered: boolean,
  isRight: boolean,
): Pick<CallRow, 'outcome' | 'status' | 'errorKind' | 'errorMessage'> {
  if (isRight) return { outcome: 'ok', status: 200, errorKind: null, errorMessage: null };
  const errorMessage = hasAnswered
    ? 'The judge named no scene.'
    : 'The judge did not answer in time, or with an error.';
  return { outcome: 'error', status: hasAnswered ? 200 : 504, errorKind: 'judge', errorMessage };
}
