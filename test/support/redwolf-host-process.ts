/** The process of redwolf-host.ts: starts and stops gateways as it is told. */

import type { RunningGateway } from '../../src/main.ts';
import type { HostAnswer, HostRequest } from './redwolf-host.ts';

const program = new URL('../../dist/main.js', import.meta.url);
const { startGateway } = (await import(program.href)) as typeof import('../../src/main.ts');
const running = new Map<string, RunningGateway>();

process.on('message', (request: HostRequest) => {
  answer(request).then(
    (url) => reply({ id: request.id, url }),
    (error: unknown) => reply({ id: request.id, error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

async function answer(request: HostRequest): Promise<string> {
  if (request.kind === 'stop') {
    await running.get(request.url)?.stop();
    running.delete(request.url);
    return request.url;
  }
  const { configFile, dataDir } = request;
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    configFile,
    dataDir,
    debug: false,
    environment: {},
  });
  running.set(gateway.url, gateway);
  return gateway.url;
}

function reply(what: HostAnswer): void {
  process.send?.(what);
}
