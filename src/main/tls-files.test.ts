import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { temporaryDir } from '../../test/support/store.ts';
import { DEFAULT_CONFIG } from '../config/to-config.ts';
import { RedwolfError } from '../lib/errors.ts';
import { HttpServer } from './http-server.ts';
import { TlsFiles } from './tls-files.ts';

const FIXTURES = fileURLToPath(new URL('../../test/fixtures/tls', import.meta.url));
const NAMES = { first: 'test-only', second: 'test-only-renewed' };

async function place(folder: string, pair: { cert: keyof typeof NAMES; key: keyof typeof NAMES }) {
  const paths = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await cp(join(FIXTURES, `${NAMES[pair.cert]}.cert.pem`), paths.cert);
  await cp(join(FIXTURES, `${NAMES[pair.key]}.key.pem`), paths.key);
  return paths;
}

async function prepare(context: TestContext) {
  const folder = await temporaryDir(context);
  const files = await TlsFiles.open(await place(folder, { cert: 'first', key: 'first' }));
  return { folder, files };
}

function isInvalid(error: unknown): boolean {
  return error instanceof RedwolfError && error.code === 'TLS_INVALID' && error.message.includes('server.tls');
}

test('a certificate that is renewed is taken once both files are there', async (context) => {
  const { folder, files } = await prepare(context);
  assert.equal(await files.refresh(), undefined);
  await place(folder, { cert: 'second', key: 'first' });
  await assert.rejects(files.refresh(), isInvalid);
  await place(folder, { cert: 'second', key: 'second' });
  const renewed = await files.refresh();
  assert.deepEqual(renewed, files.pair);
  assert.equal(await files.refresh(), undefined);
});

test('files that are not there or do not fit are refused', async (context) => {
  const folder = await temporaryDir(context);
  await assert.rejects(TlsFiles.open({ cert: join(folder, 'no'), key: join(folder, 'no') }), isInvalid);
  const paths = await place(folder, { cert: 'first', key: 'second' });
  await assert.rejects(TlsFiles.open(paths), isInvalid);
  await assert.rejects(TlsFiles.open({ cert: paths.cert, key: paths.cert }), isInvalid);
});

test('the server takes a renewed certificate without being started anew', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { folder, files } = await prepare(context);
  const server = new HttpServer(DEFAULT_CONFIG.server.limits, files);
  const { url, port } = await server.listen((_, response) => response.end('x'), '127.0.0.1', 0);
  context.after(() => context.mock.timers.reset());
  assert.match(url, /^https:/);
  const before = await certificateOf(port);
  await place(folder, { cert: 'second', key: 'second' });
  context.mock.timers.tick(10_000);
  let after = before;
  // It is read from disk, which takes a few turns.
  while (after === before) after = await certificateOf(port);
  assert.match(after, /renewed/);
  context.mock.timers.reset();
  await server.drain();
});

async function certificateOf(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return String(subject.CN);
}
