import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CallRow } from '../store/ports.ts';

/** Seconds: from a cached word to a long answer of a slow local model. */
const SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
/** Pins may name any model; beyond this many they are one. */
const MOST_TARGETS = 500;

const TARGET = ['platform', 'model'] as const;

/** What the gateway knows at any moment. */
export interface GatewayGauges {
  readonly rowsLost: () => number;
  readonly bodiesLost: () => number;
  readonly bodiesDropped: () => number;
  readonly bodyBytesWaiting: () => number;
}

/**
 * Counts finished calls for Prometheus, in this process and since its start
 * (https://prometheus.io/docs/practices/naming/: base units, totals).
 */
export class CallMetrics {
  readonly #registry = new Registry();
  readonly #targets = new Set<string>();
  readonly #calls = this.#counter('calls', 'Calls that have ended', [...TARGET, 'outcome', 'purpose']);
  readonly #tokens = this.#counter('tokens', 'Tokens, each of one kind only', [...TARGET, 'kind']);
  readonly #cost = this.#counter('cost_usd', 'What calls cost in US dollars', TARGET);
  readonly #unpriced = this.#counter('unpriced_calls', 'Calls whose model has no known price', TARGET);
  readonly #faults = this.#counter('attempt_faults', 'Attempts that failed', [...TARGET, 'fault']);
  readonly #seconds = this.#histogram('call_seconds', 'How long calls took');
  readonly #firstByte = this.#histogram('first_byte_seconds', 'How long calls took to the first piece of the reply');

  constructor(gauges: GatewayGauges) {
    collectDefaultMetrics({ register: this.#registry });
    this.#gauge('lost_rows', 'Calls that could not be recorded', gauges.rowsLost);
    this.#gauge('lost_bodies', 'Calls whose bodies could not be written', gauges.bodiesLost);
    this.#gauge('dropped_bodies', 'Bodies that were not kept because too much was waiting', gauges.bodiesDropped);
    this.#gauge('waiting_body_bytes', 'Bytes of bodies that wait for the disk', gauges.bodyBytesWaiting);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** In Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  observe(row: CallRow): void {
    const target = this.#targetOf(row.platform, row.model);
    this.#calls.inc({ ...target, outcome: row.outcome, purpose: row.purpose });
    for (const [kind, tokens] of tokensOf(row)) if (tokens > 0) this.#tokens.inc({ ...target, kind }, tokens);
    if (row.costNanoUsd === null) this.#unpriced.inc(target);
    else this.#cost.inc(target, row.costNanoUsd / 1e9);
    this.#seconds.observe(target, row.totalMs / 1e3);
    if (row.firstByteMs !== null) this.#firstByte.observe(target, row.firstByteMs / 1e3);
    if (row.attempts.includes('"fault"')) this.#observeFaults(row);
  }

  #observeFaults({ attempts }: CallRow): void {
    const all: readonly { readonly platform: string; readonly model: string; readonly fault?: string }[] =
      JSON.parse(attempts);
    for (const { platform, model, fault } of all) {
      if (fault !== undefined) this.#faults.inc({ ...this.#targetOf(platform, model), fault });
    }
  }

  #targetOf(platform: string | null, model: string | null): Record<(typeof TARGET)[number], string> {
    const target = { platform: platform ?? '', model: model ?? '' };
    const name = `${target.platform}:${target.model}`;
    if (!this.#targets.has(name) && this.#targets.size >= MOST_TARGETS) return { ...target, model: 'other' };
    this.#targets.add(name);
    return target;
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({
      name: `redwolf_${name}_total`,
      help,
      labelNames: [...labelNames],
      registers: [this.#registry],
    });
  }

  #histogram(name: string, help: string): Histogram<(typeof TARGET)[number]> {
    const registers = [this.#registry];
    return new Histogram({ name: `redwolf_${name}`, help, labelNames: [...TARGET], buckets: SECONDS, registers });
  }

  #gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name: `redwolf_${name}`,
      help,
      registers: [this.#registry],
      collect() {
        this.set(value());
      },
    });
  }
}

function tokensOf(row: CallRow): readonly (readonly [string, number])[] {
  return [
    ['input', row.inputTokens],
    ['cache_read', row.cacheReadTokens],
    ['cache_write_5m', row.cacheWrite5mTokens],
    ['cache_write_1h', row.cacheWrite1hTokens],
    ['output', row.outputTokens],
  ];
}
