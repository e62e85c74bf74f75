import type { Clock } from '../lib/clock.ts';
import { Fault, type FaultKind } from '../turn/fault.ts';
import type { Attempt, AttemptOutcome } from './attempt.ts';
import type { AttemptRecord, Call } from './call.ts';
import type { Candidate, Health } from './health.ts';
import { retryAfterMs } from './retry-after.ts';

/** What is used of an attempt. */
type Try = Pick<Attempt, 'candidate' | 'replyHeaders' | 'replyStatus' | 'run'>;

/** What to try after a fault. */
type Next =
  /** The fault is the request's own: nobody else would answer it better. */
  | 'nothing'
  /** The key is bad: no other try with it in this call. */
  | 'other-credential'
  /** The key is exhausted for now: the platform's next key, then the next target. */
  | 'any'
  /** The platform or model is in trouble: another target, not another key. */
  | 'other-target'
  /** The conversation is too long for this model, but perhaps not for one that is known to take more. */
  | 'larger-window';

const NEXT: Readonly<Record<FaultKind, Next>> = {
  invalid_request: 'nothing',
  context_overflow: 'larger-window',
  too_large: 'nothing',
  authentication: 'other-credential',
  billing: 'other-credential',
  permission: 'other-credential',
  rate_limit: 'any',
  not_found: 'other-target',
  overloaded: 'other-target',
  server_error: 'other-target',
  timeout: 'other-target',
  unreachable: 'other-target',
  broken_reply: 'other-target',
};

// "does not support tools" and its relatives: a 400 that says that this model cannot do what was asked, so another may.
const LACKS_CAPABILITY =
  /(does|do) not support|not supported (by|for|with) (this|the) model|unsupported (parameter|value|content)|no endpoints found that support/i;

/**
 * Tries the candidates in order until one answers, the client leaves, or a fault is final.
 *
 * @returns the last outcome; with several failures one fault that speaks for all of them
 */
export async function failover(
  call: Call,
  candidates: readonly Candidate[],
  { health, clock }: { readonly health: Health; readonly clock: Clock },
  startAttempt: (candidate: Candidate) => Try,
): Promise<AttemptOutcome> {
  let remaining = health.order(candidates);
  const faults: Fault[] = [];
  for (let candidate = remaining.shift(); candidate !== undefined; candidate = remaining.shift()) {
    const started = clock.monotonic();
    const attempt = startAttempt(candidate);
    let outcome: AttemptOutcome;
    try {
      outcome = await attempt.run();
    } catch (error) {
      // A request that cannot be encoded says nothing of the target; a probe that never ends would shut it out.
      health.released(candidate);
      throw error;
    }
    call.attempts.push(record(attempt, outcome, clock.monotonic() - started));
    report(health, candidate, outcome);
    if (outcome.kind !== 'failed') return outcome;
    faults.push(outcome.fault);
    // What it produced was given to nobody, so nobody is charged for it.
    call.usage = undefined;
    const tried = candidate;
    const { fault } = outcome;
    const next = nextAfter(fault, call.plan?.isClientsChoice === true);
    remaining = remaining.filter((other) =>
      next === 'larger-window' ? isLarger(other, tried, fault) : isAllowed(other, tried, next),
    );
  }
  return { kind: 'failed', fault: summarize(call.attempts, faults, clock.now()) };
}

function record(attempt: Try, outcome: AttemptOutcome, milliseconds: number): AttemptRecord {
  const { target, credential } = attempt.candidate;
  const fault = outcome.kind === 'failed' || outcome.kind === 'broken' ? outcome.fault : undefined;
  const { replyStatus, replyHeaders } = attempt;
  return { target, credential, fault, replyStatus, replyHeaders, milliseconds };
}

function report(health: Health, candidate: Candidate, outcome: AttemptOutcome): void {
  if (outcome.kind === 'served') health.succeeded(candidate);
  else if (outcome.kind === 'aborted') health.released(candidate);
  else health.failed(candidate, outcome.fault);
}

function nextAfter(fault: Fault, isClientsChoice: boolean): Next {
  if (fault.kind === 'invalid_request' && LACKS_CAPABILITY.test(fault.message)) {
    return isClientsChoice ? 'nothing' : 'other-target';
  }
  // The client named a model that does not exist: another one must not answer in its place.
  if (fault.kind === 'not_found' && isClientsChoice) return 'nothing';
  return NEXT[fault.kind];
}

/** True if the other's window is known to be larger than the one that was too small. */
function isLarger(other: Candidate, tried: Candidate, fault: Fault): boolean {
  const failed = tried.target.facts.contextWindow ?? fault.details.overflow?.limit;
  const window = other.target.facts.contextWindow;
  return failed !== undefined && window !== undefined && window > failed;
}

function isAllowed(other: Candidate, tried: Candidate, next: Exclude<Next, 'larger-window'>): boolean {
  switch (next) {
    case 'nothing':
      return false;
    case 'any':
      return true;
    case 'other-credential':
      return other.target.upstream !== tried.target.upstream || other.credential !== tried.credential;
    case 'other-target':
      return other.target !== tried.target;
  }
}

/** One fault for the client. A single one speaks for itself; several are a limit if all were, else an overload. */
function summarize(attempts: readonly AttemptRecord[], faults: readonly Fault[], now: number): Fault {
  const [first, ...others] = faults;
  if (first === undefined) return nothingConfigured();
  const last = faults.at(-1) ?? first;
  // A final fault ended the search: it is about the request, whatever failed before it.
  if (others.length === 0 || NEXT[last.kind] === 'nothing') return last;
  // A shorter conversation would be answered; only the client can shorten it.
  const overflow = faults.findLast(({ kind }) => kind === 'context_overflow');
  if (overflow !== undefined) return overflow;
  const list = attempts.map(({ target, fault }) => `${target.upstream.id}:${target.model}: ${fault?.message ?? ''}`);
  const message = `All ${faults.length} attempts failed. ${list.join(' | ')}`;
  const retryAfter = smallestRetryAfter(faults, now);
  const details = retryAfter === undefined ? {} : { retryAfter };
  const areAllLimits = faults.every((fault) => fault.kind === 'rate_limit');
  return areAllLimits ? new Fault('rate_limit', 429, message, details) : new Fault('overloaded', 503, message);
}

function smallestRetryAfter(faults: readonly Fault[], now: number): string | undefined {
  const waits = faults.flatMap(({ details }) => {
    const wait = retryAfterMs(details.retryAfter, now);
    return wait === undefined || details.retryAfter === undefined ? [] : [{ wait, text: details.retryAfter }];
  });
  return waits.sort((a, b) => a.wait - b.wait)[0]?.text;
}

function nothingConfigured(): Fault {
  const message =
    'No model is configured to answer this call. Add a platform with models to the configuration of redwolf; if there is one that lists its models, the log says why it did not.';
  return new Fault('server_error', 503, message, { shouldRetry: false });
}
