/** The one thread that touches the bodies: cuts, hashes, compresses, writes, reads and tidies. */

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { stepBack } from '../lib/step-back.ts';
import { BodyWorker } from './body-worker.ts';
import type { BodyWorkerStart, FromBodyWorker, OpenedTables, ToBodyWorker } from './worker-messages.ts';

if (parentPort !== null) await start(parentPort, workerData);

async function start(port: MessagePort, options: BodyWorkerStart): Promise<void> {
  stepBack();
  const say = (message: FromBodyWorker) => port.postMessage(message);
  const opened = await openTables(options);
  if ('failure' in opened) return say({ kind: 'failed', failure: opened.failure });
  const bodies = new BodyWorker(opened.tables, options, say);
  port.on('message', (message: ToBodyWorker) => {
    bodies.take(message, () => port.close());
  });
  say({ kind: 'opened', movedTo: opened.movedTo });
}

/** Each dialect is loaded by those who need it. */
async function openTables({ place }: BodyWorkerStart): Promise<OpenedTables> {
  if (place.kind === 'file') {
    const { openSqliteTables } = await import('./dialect/sqlite-tables.ts');
    return openSqliteTables(place);
  }
  const { openPostgresTables } = await import('./dialect/postgres-tables.ts');
  return openPostgresTables(place);
}
