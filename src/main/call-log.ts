import type { CallRecorder, CallRow } from '../store/ports.ts';

/** What is used of the log. */
interface DebugLog {
  /** May change at any time. */
  readonly isDebug: boolean;
  readonly log: { debug(fields: object, message: string): void };
}

interface Attempt {
  readonly platform: string;
  readonly model: string;
  readonly status: number | null;
  readonly fault?: string;
  readonly ms: number;
}

/**
 * The same recorder, with a line in the log for each call while it is told to. What people or platforms wrote does not stand in it: the
 * message of an error may quote the prompt.
 */
export function withCallLog(recorder: CallRecorder, opened: DebugLog): CallRecorder {
  return {
    record(row) {
      if (opened.isDebug) opened.log.debug(summary(row), 'call');
      recorder.record(row);
    },
    flush: () => recorder.flush(),
    get lost() {
      return recorder.lost;
    },
    get waiting() {
      return recorder.waiting;
    },
  };
}

function summary(row: CallRow): object {
  const attempts: readonly Attempt[] = JSON.parse(row.attempts);
  const losses: readonly { readonly path: string }[] = JSON.parse(row.losses);
  return {
    call: row.id,
    key: row.keyName,
    endpoint: row.endpoint,
    asked: row.requestedModel,
    source: row.source,
    outcome: row.outcome,
    status: row.status,
    attempts: attempts.map(
      ({ platform, model, status, fault, ms }) => `${platform}:${model} ${fault ?? 'ok'} ${status ?? '-'} ${ms} ms`,
    ),
    losses: losses.map(({ path }) => path),
    input: row.inputTokens + row.cacheReadTokens + row.cacheWrite5mTokens + row.cacheWrite1hTokens,
    output: row.outputTokens,
    ms: Math.round(row.totalMs),
  };
}
