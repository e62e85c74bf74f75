/** What is measured. README.md has them as a table. */

export type Api = 'anthropic' | 'openai';

export interface Scenario {
  /** Of the client. */
  readonly client: Api;
  /** Of the platform. */
  readonly platform: Api;
  /** Size of the request in bytes. */
  readonly body: number;
  /** Tokens of a streamed reply; absent: JSON. */
  readonly tokens?: number;
  /** Between two tokens. */
  readonly delayMicroseconds?: number;
  /** Requests at a time, each after the end of the one before … */
  readonly connections?: number;
  /** … or requests per second, whatever becomes of them. */
  readonly rate?: number;
  /** Number of requests; absent: as many as the time allows. */
  readonly count?: number;
  /** The starts are spread over this time. */
  readonly rampMs?: number;
}

const CONVERT = { client: 'anthropic', platform: 'openai' } as const;
const RELAY = { client: 'anthropic', platform: 'anthropic' } as const;
const SMALL = 500;
const LARGE = 200_000;
const PACED = { tokens: 200, delayMicroseconds: 5_000 };

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  S1: { ...RELAY, body: SMALL, connections: 32 },
  S2: { ...RELAY, body: LARGE, connections: 16 },
  S3: { ...CONVERT, body: SMALL, connections: 32 },
  S4: { ...CONVERT, body: SMALL, ...PACED, rate: 10 },
  S4x: { ...CONVERT, body: SMALL, tokens: 200, delayMicroseconds: 2_000, connections: 64 },
  S4p: { ...RELAY, body: SMALL, ...PACED, rate: 10 },
  S5: { client: 'openai', platform: 'openai', body: SMALL, connections: 32 },
  S6: {
    ...CONVERT,
    body: SMALL,
    tokens: 100,
    delayMicroseconds: 100_000,
    connections: 1_000,
    count: 1_000,
    rampMs: 4_000,
  },
  S7: { ...CONVERT, body: LARGE, ...PACED, rate: 5 },
  ...sized('SB', CONVERT),
  ...sized('SP', RELAY),
  ...atRate('L1', RELAY),
  ...atRate('L3', CONVERT),
};

/** The proxy that a scenario is compared with: the least that does the same work. */
export function referenceOf(scenario: Scenario): string {
  return scenario.client === scenario.platform ? 'node-min' : 'node-min-convert';
}

function sized(name: string, apis: Pick<Scenario, 'client' | 'platform'>): Record<string, Scenario> {
  const sizes = [1, 100, 200, 500, 2_000];
  return Object.fromEntries(sizes.map((kb) => [`${name}${kb}`, { ...apis, body: kb * 1_000, connections: 8 }]));
}

function atRate(name: string, apis: Pick<Scenario, 'client' | 'platform'>): Record<string, Scenario> {
  const rates = [50, 200, 500, 1_000];
  return Object.fromEntries(rates.map((rate) => [`${name}_${rate}`, { ...apis, body: SMALL, rate }]));
}
