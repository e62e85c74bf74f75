import type { Clock } from '../lib/clock.ts';
import type { KeyId } from '../lib/ids.ts';
import { TIERS, type Tier } from '../routing/intent/intents.ts';
import { isBeginning } from '../routing/reading/read-whole.ts';
import type { Kind } from '../routing/reading/reading.ts';
import { remember } from '../routing/smart/remember.ts';
import type { SessionMemory, SessionState } from '../routing/smart/session-memory.ts';
import type { CallRow } from '../store/ports.ts';
import type { Call } from './call.ts';
import { sessionName } from './smart-sessions.ts';

/** A database that is away holds no call up for longer. */
const LONGEST_WAIT_MS = 300;

const KINDS: readonly Kind[] = ['main', 'continuation', 'compaction'];

/** What the account tells of a conversation. */
export interface PastCalls {
  /** The newest few calls of a key's session that are for one of the purposes, newest first. */
  ofSession(session: string, keyId: KeyId, purposes: readonly string[]): Promise<readonly CallRow[]>;
}

export interface RecallPorts {
  readonly clock: Clock;
  readonly sessions: SessionMemory;
  readonly pastCalls: PastCalls;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * Brings a session back that the account knows and the memory does not, as after a restart: the agent goes on with the model that it had.
 * Never rejects.
 */
export async function recallSession(call: Call, ports: RecallPorts): Promise<void> {
  const name = sessionName(call);
  const { session, agent, kind } = call.reading();
  if (name === undefined || session === null || ports.sessions.find(name) !== undefined) return;
  // Of a first message there is nothing to look up.
  if (!KINDS.includes(kind) || (kind === 'main' && isBeginning(call.wholeReading().context))) return;
  try {
    const asked = ports.pastCalls.ofSession(session.key, call.identity.keyId, KINDS);
    const rows = (await within(ports.clock, asked)) ?? [];
    const state = rows
      .filter((row) => row.agent === agent)
      .reduceRight<SessionState | undefined>(rememberRow, undefined);
    if (state !== undefined) ports.sessions.keep(name, state);
  } catch (error) {
    ports.logError('a session could not be looked up', error);
  }
}

function rememberRow(before: SessionState | undefined, row: CallRow): SessionState | undefined {
  const kind = KINDS.find((one) => one === row.purpose);
  const tier = tierOf(row.decision);
  if (kind === undefined || tier === undefined || row.model === null || row.usageSource === 'none') return before;
  return remember(before, {
    kind,
    decision: { scene: row.scene, tier },
    model: `${row.platform}:${row.model}`,
    usage: {
      input: row.inputTokens,
      cacheRead: row.cacheReadTokens,
      cacheWrite5m: row.cacheWrite5mTokens,
      cacheWrite1h: row.cacheWrite1hTokens,
      output: row.outputTokens,
      reasoning: row.reasoningTokens,
    },
    at: row.startedAt + row.totalMs,
  });
}

/** Of a decision as it was written down; none where smart routing did not decide. */
function tierOf(decision: string | null): Tier | undefined {
  if (decision === null) return undefined;
  const value: unknown = JSON.parse(decision);
  return typeof value === 'object' && value !== null && 'tier' in value
    ? TIERS.find((tier) => tier === value.tier)
    : undefined;
}

function within<Value>(clock: Clock, asked: Promise<Value>): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const timer = clock.timer(LONGEST_WAIT_MS, () => resolve(undefined));
    asked.then(resolve, reject).finally(() => timer.cancel());
  });
}
