import { decimalOfNano } from '../../lib/money.ts';
import type { CallRow } from '../../store/ports.ts';
import { endOf } from '../call-view.ts';
import type { Cell } from './csv.ts';

/** A column's name and what it holds of a call. */
type Column = readonly [name: string, value: (row: CallRow, words: string) => Cell];

const COLUMNS: readonly Column[] = [
  ['id', ({ id }) => id],
  ['started_at', ({ startedAt }) => timeOf(startedAt)],
  ['ended_at', (row) => timeOf(endOf(row))],
  ['key_id', ({ keyId }) => keyId],
  ['key_name', ({ keyName }) => keyName],
  ['user_id', ({ userId }) => userId],
  ['endpoint', ({ endpoint }) => endpoint],
  ['client_protocol', ({ clientProtocol }) => clientProtocol],
  ['platform_protocol', ({ platformProtocol }) => platformProtocol],
  ['mode', ({ mode }) => mode],
  ['source', ({ source }) => source],
  ['scene', ({ scene }) => scene],
  ['intent', ({ intent }) => intent],
  ['confidence', ({ confidence }) => confidence],
  ['session', ({ session }) => session],
  ['agent', ({ agent }) => agent],
  ['purpose', ({ purpose }) => purpose],
  ['requested_model', ({ requestedModel }) => requestedModel],
  ['platform', ({ platform }) => platform],
  ['model', ({ model }) => model],
  ['stream', ({ isStream }) => isStream],
  ['outcome', ({ outcome }) => outcome],
  ['status', ({ status }) => status],
  ['error_kind', ({ errorKind }) => errorKind],
  ['error_message', ({ errorMessage }) => errorMessage],
  ['attempts', ({ attempts }) => countOf(attempts)],
  ['losses', ({ losses }) => countOf(losses)],
  ['input_tokens', ({ inputTokens }) => inputTokens],
  ['cache_read_tokens', ({ cacheReadTokens }) => cacheReadTokens],
  ['cache_write_5m_tokens', ({ cacheWrite5mTokens }) => cacheWrite5mTokens],
  ['cache_write_1h_tokens', ({ cacheWrite1hTokens }) => cacheWrite1hTokens],
  ['output_tokens', ({ outputTokens }) => outputTokens],
  ['reasoning_tokens', ({ reasoningTokens }) => reasoningTokens],
  ['usage_source', ({ usageSource }) => usageSource],
  ['cost_usd', ({ costNanoUsd }) => moneyOf(costNanoUsd)],
  ['cost', ({ costNano }) => moneyOf(costNano)],
  ['cost_currency', ({ costCurrency }) => costCurrency],
  ['baseline_usd', ({ baselineNanoUsd }) => moneyOf(baselineNanoUsd)],
  ['price_source', ({ priceSource }) => priceSource],
  ['price_id', ({ priceId }) => priceId],
  ['queue_ms', ({ queueMs }) => queueMs],
  ['first_byte_ms', ({ firstByteMs }) => firstByteMs],
  ['total_ms', ({ totalMs }) => totalMs],
  ['request_bytes', ({ requestBytes }) => requestBytes],
  ['reply_bytes', ({ replyBytes }) => replyBytes],
  ['words', (_, words) => words],
];

export const CSV_NAMES: readonly string[] = COLUMNS.map(([name]) => name);

/** In the order of the names. @param words the beginning of what the user said, or empty */
export function csvCells(row: CallRow, words: string): readonly Cell[] {
  return COLUMNS.map(([, value]) => value(row, words));
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}

/** To the billionth, as sums are: no number of a program's own is between. */
function moneyOf(nano: number | null): Cell {
  return nano === null ? null : { exact: decimalOfNano(nano) };
}

function countOf(json: string): number {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.length : 0;
}
