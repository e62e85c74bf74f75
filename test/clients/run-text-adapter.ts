/**
 * npm run text-adapter -- --upstream http://127.0.0.1:18080/v1 [--port PORT]: makes a chat platform that
 * has tools into one that has none. Ends on Ctrl-C.
 */

import { parseArgs } from 'node:util';
import { startTextAdapter } from './text-adapter.ts';

const { values } = parseArgs({ options: { upstream: { type: 'string' }, port: { type: 'string', default: '0' } } });
if (values.upstream === undefined) {
  console.error('Name the platform: --upstream http://127.0.0.1:PORT/v1');
  process.exit(1);
}
const adapter = await startTextAdapter(values.upstream, Number(values.port));
console.log(`Without tools it answers at ${adapter.origin}/v1.`);
