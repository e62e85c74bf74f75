/** All calls of a filter as a file: `/api/calls/export`. */

import { isUtf8 } from 'node:buffer';
import type { CallFilter, CallPosition, TimeSort } from '../../store/call-page-ports.ts';
import type { CallRow } from '../../store/ports.ts';
import { filterOf } from '../call-filter.ts';
import { callJson } from '../call-view.ts';
import { visibleKeys } from '../calls.ts';
import type { AdminContext, AdminParts } from '../context.ts';
import { exportQuery } from '../contract/calls.ts';
import { AdminError } from '../errors.ts';
import { readQuery } from '../read-query.ts';
import { CSV_NAMES, csvCells } from './call-csv.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';

const ROWS_AT_ONCE = 200;

/** Calls that were read together, with the beginnings of what their users said. */
interface Page {
  readonly calls: readonly CallRow[];
  readonly words: ReadonlyMap<string, string>;
}

/**
 * `?format=jsonl|csv` with the filters of the list; oldest first, `sort=newest` turns it around. `bodies=true` adds what is
 * kept of the four stages, in JSON only. It is made while it is read, and ends when its reader leaves.
 */
export async function exportCalls(context: AdminContext, parts: AdminParts): Promise<Response> {
  const { format, bodies, sort = 'oldest', ...query } = readQuery(context, exportQuery);
  if (format === 'csv' && bodies === 'true') {
    throw new AdminError(400, 'INVALID_REQUEST', 'Bodies come with format=jsonl only.');
  }
  const now = parts.clock.now();
  const filter = filterOf(query, await visibleKeys(context, parts));
  // What begins from now on would be exported for ever.
  const past = { ...filter, until: Math.min(filter.until ?? now + 1, now + 1) };
  // A call that has ended is in it.
  await parts.recorder.flush();
  const name = `redwolf-calls-${new Date(now).toISOString().slice(0, 10)}.${format}`;
  context.header('content-disposition', `attachment; filename="${name}"`);
  context.header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8');
  const pages = pagesOf(parts, past, sort);
  if (format === 'csv') return context.body(streamOf(csvOf(pages), context, parts));
  const lines = bodies === 'true' ? linesWithBodies(pages, parts) : linesOf(pages);
  return context.body(streamOf(lines, context, parts));
}

async function* pagesOf(
  { callPages, callTexts }: AdminParts,
  filter: CallFilter,
  sort: TimeSort,
): AsyncGenerator<Page> {
  let after: CallPosition | null | undefined;
  while (after !== null) {
    const { calls, next } = await callPages.page({ filter, sort, limit: ROWS_AT_ONCE, after });
    yield { calls, words: await callTexts.words(calls.map(({ id }) => id)) };
    after = next;
  }
}

async function* csvOf(pages: AsyncIterable<Page>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(CSV_NAMES);
  for await (const { calls, words } of pages) {
    yield calls.map((row) => csvLine(csvCells(row, words.get(row.id) ?? ''))).join('');
  }
}

async function* linesOf(pages: AsyncIterable<Page>): AsyncGenerator<string> {
  for await (const { calls, words } of pages) yield calls.map((row) => `${jsonOf(row, words)}\n`).join('');
}

/** In pieces: no more than one body is in memory. */
async function* linesWithBodies(pages: AsyncIterable<Page>, { bodies }: AdminParts): AsyncGenerator<string> {
  for await (const { calls, words } of pages) {
    for (const row of calls) {
      yield `${jsonOf(row, words).slice(0, -1)},"stages":[`;
      let comma = '';
      for (const stage of await bodies.stages(row.id)) {
        const body = stage.keptBytes === null ? undefined : await bodies.body(row.id, stage.stage, stage.attempt);
        yield comma + JSON.stringify({ ...stage, ...bodyOf(body) });
        comma = ',';
      }
      yield ']}\n';
    }
  }
}

/** The call as lists show it, and its money in whole billionths. */
function jsonOf(row: CallRow, words: ReadonlyMap<string, string>): string {
  const { costNano, costNanoUsd, baselineNanoUsd } = row;
  return callJson(row, words.get(row.id) ?? null, { costNano, costNanoUsd, baselineNanoUsd });
}

function bodyOf(body: Buffer | undefined): object {
  if (body === undefined) return { body: null };
  return isUtf8(body) ? { body: body.toString() } : { body: body.toString('base64'), encoding: 'base64' };
}

/** Asks for a piece when there is room for it. What fails in the middle breaks the connection: half a file must not look whole. */
function streamOf(pieces: AsyncGenerator<string>, { env }: AdminContext, { report }: AdminParts): ReadableStream {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          let piece = await pieces.next();
          // A page that holds none of the sought calls is no piece.
          while (piece.done !== true && piece.value === '') piece = await pieces.next();
          if (piece.done === true) controller.close();
          else controller.enqueue(Buffer.from(piece.value));
        } catch (error) {
          report?.(error);
          env.outgoing.destroy();
          controller.close();
        }
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
}
