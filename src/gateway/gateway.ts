import type { Clock } from '../lib/clock.ts';
import { planDecision } from '../routing/modes/smart-routing.ts';
import type { Plan } from '../routing/plan.ts';
import { route } from '../routing/router.ts';
import type { Routing } from '../routing/routing.ts';
import { decideAsJudged } from '../routing/smart/decide.ts';
import type { Decision } from '../routing/smart/decision.ts';
import type { SessionMemory } from '../routing/smart/session-memory.ts';
import type { CallRecorder, CallRow } from '../store/ports.ts';
import { Fault } from '../turn/fault.ts';
import { accountRow } from './account.ts';
import { Attempt, type AttemptOutcome } from './attempt.ts';
import type { Call, CallResult } from './call.ts';
import { candidatesFor } from './candidates.ts';
import type { Capture } from './capture/capture.ts';
import type { ClientReply } from './client-reply.ts';
import { failover } from './failover.ts';
import { sendFault } from './fault-reply.ts';
import type { Candidate, Health } from './health.ts';
import { Judge, type JudgeCall } from './judge/judge.ts';
import { judgeRow } from './judge/judge-row.ts';
import { learnTokens } from './learn-tokens.ts';
import type { Limits } from './limits/admit.ts';
import { permit, withinScenes } from './limits/policy.ts';
import type { LoadedContexts } from './loaded-contexts.ts';
import { type PastCalls, recallSession } from './recall-session.ts';
import { lossHeader, redwolfHeaders, relayedHeaders } from './reply-headers.ts';
import { keepSession, mayBeJudged, questionOf, wantsJudge } from './smart-sessions.ts';
import type { TokenCalibration } from './token-calibration.ts';
import type { UpstreamPort } from './upstream.ts';

// The status that nginx made customary for a client that left before it got one.
const CLIENT_LEFT = 499;

export interface GatewayPorts {
  readonly clock: Clock;
  readonly health: Health;
  readonly upstream: UpstreamPort;
  readonly recorder: CallRecorder;
  readonly capture: Capture;
  readonly contexts: LoadedContexts;
  readonly calibration: TokenCalibration;
  readonly sessions: SessionMemory;
  /** What the account tells of a session that is not in memory. */
  readonly pastCalls: PastCalls;
  readonly limits: Pick<Limits, 'admit' | 'count'>;
  /** Told of each call that a platform is to be asked for. Must not throw. */
  readonly onStart?: (call: Call) => void;
  /** Asked for each call, so that a new configuration holds for new calls at once. */
  readonly routing: () => Routing;
  /** Names the losses of a conversion in a header. */
  readonly debug: boolean;
  /** Takes what went wrong inside of redwolf. */
  readonly logError: (message: string, error: unknown) => void;
}

/** The way of a call once it is known who asks for what: route, fail over, relay, account. */
export class Gateway {
  readonly #ports: GatewayPorts;
  readonly #judge: Judge;

  constructor(ports: GatewayPorts) {
    this.#ports = ports;
    const { upstream, clock } = ports;
    this.#judge = new Judge({ upstream, clock, account: (asked) => this.#accountJudge(asked) });
  }

  /** Answers the call and writes its one row, whatever happens. */
  async serve(call: Call, client: ClientReply): Promise<void> {
    let outcome: AttemptOutcome;
    this.#capture(call, client);
    try {
      outcome = await this.#answer(call, client);
    } catch (error) {
      outcome = { kind: 'failed', fault: this.#faultOf(error) };
    }
    this.#finish(call, client, outcome);
    if (outcome.kind !== 'failed') this.#learn(call, outcome.kind === 'served');
  }

  /** Tells the client of a call that is not to be served why, and writes the row. */
  finish(call: Call, client: ClientReply, outcome: AttemptOutcome): void {
    this.#capture(call, client);
    this.#finish(call, client, outcome);
  }

  /** Tells the client of a failure that it does not know yet, and writes the row. */
  #finish(call: Call, client: ClientReply, outcome: AttemptOutcome): void {
    let result: CallResult | undefined;
    try {
      result = conclude(call, client, outcome);
    } finally {
      this.#account(call, result ?? { outcome: 'error', status: 500, fault: mistake() }, client.bytes);
      this.#ports.capture.end(call);
    }
  }

  /** Once for each call, so that what holds at its beginning holds to its end. */
  #capture(call: Call, client: ClientReply): void {
    call.capture = this.#ports.capture.begin(call.identity);
    client.tap = call.capture?.reply;
  }

  /** @param isWhole its reply came to its end */
  #learn(call: Call, isWhole: boolean): void {
    try {
      if (isWhole) learnTokens(call, this.#ports.calibration);
      keepSession(call, this.#ports.sessions, this.#ports.clock);
    } catch (error) {
      this.#ports.logError('nothing was learned from a call', error);
    }
  }

  /** Writes the row, and gives back what the call held, even if there is none. */
  #account(call: Call, result: CallResult, replyBytes: number): void {
    let row: CallRow | undefined;
    try {
      const baseline = this.#ports.routing().baseline.priceAt(call.startedAt);
      row = accountRow(call, result, replyBytes, baseline, this.#ports.clock.monotonic());
      this.#ports.recorder.record(row);
    } finally {
      call.admission?.settle(row);
    }
  }

  async #answer(call: Call, client: ClientReply): Promise<AttemptOutcome> {
    if (this.#ports.routing().mode === 'smart_routing') await recallSession(call, this.#ports);
    call.plan = this.#route(call);
    call.admission = await this.#ports.limits.admit(call);
    if (call.plan.decision !== undefined) await this.#askJudge(call, call.plan.decision);
    this.#ports.onStart?.(call);
    const candidates = candidatesFor(call.plan, call.identity, call.id);
    if (call.head.stream) client.keepAlive(call.codec.keepAlive, () => beginEarly(call, client));
    call.firstAttemptMonotonic = this.#ports.clock.monotonic();
    return failover(call, candidates, this.#ports, (candidate) => this.#attempt(call, candidate, client));
  }

  #route(call: Call): Plan {
    const routing = this.#routingFor(call);
    const asked = { model: call.head.model, caller: call.codec.id };
    if (routing.mode !== 'smart_routing') return route(routing, asked);
    return route(routing, { ...asked, question: questionOf(call, this.#ports.sessions) });
  }

  /** What its key may use of the scenes. */
  #routingFor(call: Call): Routing {
    return withinScenes(this.#ports.routing(), call.identity.key, call.head.model);
  }

  /** After it was let in: who has used up a budget has nobody asked. */
  async #askJudge(call: Call, decision: Decision): Promise<void> {
    if (!mayBeJudged(decision)) return;
    const smart = this.#routingFor(call).smart();
    if (!wantsJudge(decision, smart)) return;
    const verdict = await this.#judge.verdictOn(call, smart);
    if (verdict === undefined) return;
    const question = questionOf(call, this.#ports.sessions);
    const plan = planDecision(decideAsJudged(verdict, smart, question), call.codec.id);
    const { key } = call.identity;
    call.plan = key === undefined ? plan : permit(plan, key);
  }

  #accountJudge(asked: JudgeCall): void {
    const row = judgeRow(asked);
    this.#ports.recorder.record(row);
    void this.#ports.limits.count(asked.call, row);
  }

  /** Anything that is no Fault is a mistake of ours; the client learns that much and no more. */
  #faultOf(error: unknown): Fault {
    if (error instanceof Fault) return error;
    this.#ports.logError('a call failed inside of redwolf', error);
    return mistake();
  }

  #attempt(call: Call, candidate: Candidate, client: ClientReply): Attempt {
    return new Attempt(call, candidate, client, this.#ports, (contentType, upstream, length) => {
      // A probe that answers is over; others need not wait for the end of a long reply.
      this.#ports.health.released(candidate);
      client.begin(200, {
        'content-type': contentType,
        ...(length === undefined ? { 'cache-control': 'no-cache' } : { 'content-length': String(length) }),
        'request-id': call.id,
        ...relayedHeaders(call, candidate, upstream),
        ...redwolfHeaders(call, candidate, call.attempts.length + 1),
        ...(this.#ports.debug && lossHeader(call.losses)),
      });
    });
  }
}

/** The head of a stream that stays silent too long: it says what is known by then. */
function beginEarly(call: Call, client: ClientReply): void {
  client.begin(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': call.id,
    ...redwolfHeaders(call, undefined, call.attempts.length + 1),
  });
}

function conclude(call: Call, client: ClientReply, outcome: AttemptOutcome): CallResult {
  switch (outcome.kind) {
    case 'served':
      return { outcome: 'ok', status: client.status };
    case 'broken':
      return { outcome: 'error', status: client.status, fault: outcome.fault };
    case 'aborted':
      return left(client);
    case 'failed':
      if (client.isGone) return left(client);
      sendFault(call, client, outcome.fault);
      return { outcome: 'error', status: client.status, fault: outcome.fault };
  }
}

function left(client: ClientReply): CallResult {
  return { outcome: 'aborted', status: client.hasBegun ? client.status : CLIENT_LEFT };
}

function mistake(): Fault {
  return new Fault('server_error', 500, 'redwolf made a mistake with this call. Its log says more.');
}
