/** The one thread that touches the bodies: cuts, hashes, compresses, writes, reads and tidies. */

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { describeFailure, openDatabase } from '../store/worker-open.ts';
import { BodyWorker } from './body-worker.ts';
import { SqliteBodyTables } from './sqlite-tables.ts';
import type { BodyWorkerStart, FromBodyWorker, ToBodyWorker } from './worker-messages.ts';

if (parentPort !== null) await start(parentPort, workerData);

async function start(port: MessagePort, options: BodyWorkerStart): Promise<void> {
  const say = (message: FromBodyWorker) => port.postMessage(message);
  try {
    const { database, movedTo } = openDatabase(options);
    const tables = new SqliteBodyTables(database);
    if (options.mostPages !== undefined) database.exec(`pragma max_page_count = ${options.mostPages}`);
    const bodies = await BodyWorker.open(tables, options.policy, say);
    port.on('message', (message: ToBodyWorker) => {
      bodies.take(message, () => port.close());
    });
    say({ kind: 'opened', movedTo });
  } catch (error) {
    say({ kind: 'failed', failure: describeFailure(error) });
  }
}
