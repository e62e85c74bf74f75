import type { Call } from '../../src/gateway/call.ts';
import { NO_CAPTURE } from '../../src/gateway/capture/capture.ts';
import { ClientReply } from '../../src/gateway/client-reply.ts';
import { Gateway } from '../../src/gateway/gateway.ts';
import { MemoryHealth } from '../../src/gateway/health.ts';
import { Limits } from '../../src/gateway/limits/admit.ts';
import { MemoryBudgets } from '../../src/gateway/limits/budget.ts';
import { MemoryRateCounter } from '../../src/gateway/limits/rate.ts';
import { LoadedContexts } from '../../src/gateway/loaded-contexts.ts';
import { MemoryTokenCalibration } from '../../src/gateway/token-calibration.ts';
import type { Upstream } from '../../src/routing/catalog.ts';
import type { Routing } from '../../src/routing/routing.ts';
import { MemorySessions } from '../../src/routing/smart/session-memory.ts';
import type { Amount, CallRow } from '../../src/store/ports.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeResponse } from './fake-response.ts';
import { type FakeExchange, FakeUpstream } from './fake-upstream.ts';
import { type CallFields, callOf, routingOf } from './gateway-parts.ts';

/** A call and its client. */
export interface Arrival {
  readonly call: Call;
  readonly client: ClientReply;
  readonly response: FakeResponse;
}

/** A call under way. */
export interface Serving extends Arrival {
  /** Settles when the row is written. */
  readonly done: Promise<void>;
}

/** A gateway between platforms and clients that a test plays. */
export class GatewayStage {
  readonly clock = new FakeClock();
  readonly upstream = new FakeUpstream();
  readonly health = new MemoryHealth(this.clock);
  readonly calibration = new MemoryTokenCalibration();
  readonly rows: CallRow[] = [];
  readonly logged: { readonly message: string; readonly error: unknown }[] = [];
  readonly gateway: Gateway;
  /** What was spent before. */
  before: Amount = { tokens: 0, nanoUsd: 0 };
  readonly limits = new Limits({
    rates: new MemoryRateCounter(),
    budgets: new MemoryBudgets({ spent: async () => this.before }, this.clock),
    clock: this.clock,
  });

  constructor(
    upstreams: readonly Upstream[],
    { debug = false, ...routing }: Partial<Routing> & { debug?: boolean } = {},
  ) {
    const current = routingOf(upstreams, routing);
    this.gateway = new Gateway({
      capture: NO_CAPTURE,
      clock: this.clock,
      contexts: new LoadedContexts(this.clock),
      health: this.health,
      upstream: this.upstream,
      calibration: this.calibration,
      sessions: new MemorySessions(),
      pastCalls: { ofSession: async () => [] },
      recorder: { record: (row) => void this.rows.push(row), flush: async () => {}, lost: 0, waiting: 0 },
      limits: this.limits,
      routing: () => current,
      debug,
      logError: (message, error) => void this.logged.push({ message, error }),
    });
  }

  /** A call that has come. */
  arrive(fields: CallFields = {}): Arrival {
    const response = new FakeResponse();
    const client = new ClientReply(response.asServerResponse, this.clock);
    return { call: callOf(this.clock, fields), client, response };
  }

  /** Serves a call. */
  serve(fields: CallFields = {}): Serving {
    const arrival = this.arrive(fields);
    return { ...arrival, done: this.gateway.serve(arrival.call, arrival.client) };
  }

  /** The request to the platform that comes next, or came last. */
  async sent(count: number): Promise<FakeExchange> {
    while (this.upstream.sent.length < count) await new Promise<void>((resolve) => setImmediate(resolve));
    return this.upstream.last;
  }

  /** The one row there is. */
  get row(): CallRow {
    const [row, ...others] = this.rows;
    if (row === undefined || others.length > 0) throw new Error(`there are ${this.rows.length} rows`);
    return row;
  }
}
