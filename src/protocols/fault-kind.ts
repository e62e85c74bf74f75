/**
 * Tells what a platform's error means: whose fault it is, and which status the client gets.
 *
 * Sources: HTTP statuses and Anthropic's error types (docs.claude.com, API errors); OpenAI error codes; DashScope
 * (help.aliyun.com model-studio error-code); Zhipu (docs.bigmodel.cn api-code); MiniMax (platform.minimax.io
 * errorcode).
 */

import type { FaultKind } from '../turn/fault.ts';
import { isContextOverflow } from './context-overflow.ts';
import type { ErrorBody } from './error-body.ts';

export interface Verdict {
  readonly kind: FaultKind;
  /** HTTP status for the client. */
  readonly status: number;
  /** False where the platform says "later" and means "never": trying again cannot help. */
  readonly shouldRetry?: boolean;
}

/** The account behind the key is out of money although the status says something else. */
const BILLING_CODES: ReadonlySet<string> = new Set([
  'arrearage', // DashScope, status 400
  'billing_not_active', // OpenAI, status 429
  'exceeded_current_quota_error', // Moonshot, status 429
  'insufficient_quota', // OpenAI, status 429
  '1113', // Zhipu, status 429
]);

/** MiniMax reports errors with status 200 and codes of its own (platform.minimax.io, error codes). */
const MINIMAX_STATUS: ReadonlyMap<string, number> = new Map([
  ['1001', 504],
  ['1002', 429],
  ['1004', 401],
  ['1008', 402],
  ['1039', 429],
  ['1041', 429],
  ['2013', 400],
  ['2045', 429],
  ['2049', 401],
  ['2056', 429],
]);

/** Words in `type` or `code` that mean a status, for errors that come without one. */
const NAMED_STATUS: ReadonlyMap<string, number> = new Map([
  ['overloaded_error', 529],
  ['rate_limit_error', 429],
  ['rate_limit_exceeded', 429],
]);

/** The kind of an error and the client's status for it. `status` is what the platform answered, 300 or more. */
export function classify(status: number, error: ErrorBody): Verdict {
  if (mayBeOverflow(status) && isContextOverflow(error)) return { kind: 'context_overflow', status: 400 };
  if (isBilling(error)) {
    if (status === 429) return { kind: 'rate_limit', status, shouldRetry: false };
    if (status === 400) return { kind: 'billing', status: 402 };
  }
  return byStatus(status);
}

/**
 * As `classify`, for an error in a reply whose status says success: the numeric code inside it counts if it is an HTTP
 * status of an error, else a well-known word, else it is 502.
 */
export function classifyInReply(error: ErrorBody): Verdict {
  if (isContextOverflow(error)) return { kind: 'context_overflow', status: 400 };
  const code = Number(error.code);
  const isStatus = Number.isInteger(code) && code >= 400 && code <= 599;
  return classify(isStatus ? code : (namedStatus(error) ?? 502), error);
}

/** As `classifyInReply`, for the codes of MiniMax's `base_resp`. */
export function classifyMiniMax(error: ErrorBody): Verdict {
  return classify(MINIMAX_STATUS.get(error.code ?? '') ?? 502, error);
}

/** Limits per minute speak of tokens too, and a bad key is a bad key whatever the text says. */
function mayBeOverflow(status: number): boolean {
  return status === 400 || status === 404 || status === 413 || status === 422 || status >= 500;
}

function isBilling(error: ErrorBody): boolean {
  if (BILLING_CODES.has((error.code ?? '').toLowerCase()) || BILLING_CODES.has(error.type ?? '')) return true;
  return /credit balance is too low/i.test(error.message); // Anthropic, status 400
}

function namedStatus(error: ErrorBody): number | undefined {
  return NAMED_STATUS.get(error.type ?? '') ?? NAMED_STATUS.get(error.code ?? '');
}

function byStatus(status: number): Verdict {
  switch (status) {
    case 401:
      // The platform's key is bad, not the client's: its login would not help.
      return { kind: 'authentication', status: 502 };
    case 402:
      return { kind: 'billing', status };
    case 403:
      return { kind: 'permission', status };
    case 404:
    case 410:
      return { kind: 'not_found', status: 404 };
    case 413:
      return { kind: 'too_large', status };
    case 429:
      return { kind: 'rate_limit', status };
    case 503:
    case 529:
      return { kind: 'overloaded', status };
    case 408:
    case 504:
    case 522:
    case 524:
      return { kind: 'timeout', status: 504 };
    default:
      return byClass(status);
  }
}

function byClass(status: number): Verdict {
  if (status >= 500) return { kind: 'server_error', status: status === 500 ? 500 : 502 };
  if (status >= 400) return { kind: 'invalid_request', status: 400 };
  return { kind: 'broken_reply', status: 502 };
}
