import { Attempt, type AttemptOutcome } from '../../src/gateway/attempt.ts';
import type { Call } from '../../src/gateway/call.ts';
import { ClientReply } from '../../src/gateway/client-reply.ts';
import { LoadedContexts } from '../../src/gateway/loaded-contexts.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeResponse } from './fake-response.ts';
import { type FakeExchange, FakeUpstream } from './fake-upstream.ts';
import { type CallFields, callOf, candidateOf, type UpstreamFields, upstreamOf } from './gateway-parts.ts';

/** Both sides of one try, in the hands of a test: the platform, the client and the time. */
export class AttemptStage {
  readonly clock = new FakeClock();
  readonly upstream = new FakeUpstream();
  readonly response = new FakeResponse();
  readonly client: ClientReply;
  readonly call: Call;
  readonly attempt: Attempt;
  /** How the try ended; undefined while it runs. */
  outcome: AttemptOutcome | undefined;
  #ended: Promise<void> = Promise.resolve();

  /** @param type of the platform: `anthropic` is relayed, `openai-compatible` converted */
  constructor(type: 'anthropic' | 'openai-compatible', fields: CallFields = {}, upstream: UpstreamFields = {}) {
    this.client = new ClientReply(this.response.asServerResponse, this.clock);
    this.call = callOf(this.clock, fields);
    this.attempt = this.attemptAt('p', { type, ...upstream });
  }

  /** Another try of the same call. */
  attemptAt(id: string, fields: UpstreamFields): Attempt {
    const ports = { upstream: this.upstream, clock: this.clock, contexts: new LoadedContexts(this.clock) };
    return new Attempt(this.call, candidateOf(upstreamOf(id, fields)), this.client, ports, (contentType, _, length) =>
      this.client.begin(200, {
        'content-type': contentType,
        ...(length !== undefined && { 'content-length': String(length) }),
        'x-from': id,
      }),
    );
  }

  /** Sends the request. */
  run(attempt: Attempt = this.attempt): FakeExchange {
    this.#ended = attempt.run().then((outcome) => {
      this.outcome = outcome;
    });
    return this.upstream.last;
  }

  /** Waits for what was set off and needs no more than promises. */
  async settle(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Waits for the end of the try, for bodies that a thread of their own inflates. */
  async ended(): Promise<string> {
    await this.#ended;
    return this.ending();
  }

  /** `failed server_error`, `served`, … */
  async ending(): Promise<string> {
    await this.settle();
    const { outcome } = this;
    if (outcome === undefined) return 'running';
    return 'fault' in outcome ? `${outcome.kind} ${outcome.fault.kind}` : outcome.kind;
  }

  /** How the reply looks to the client: `open`, `ended` as a complete one does, or `broken`. */
  get sight(): 'open' | 'ended' | 'broken' {
    if (this.response.isDestroyed) return 'broken';
    return this.response.writableEnded ? 'ended' : 'open';
  }
}
