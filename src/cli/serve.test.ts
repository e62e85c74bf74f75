import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RedwolfError } from '../lib/errors.ts';
import { type Host, serve } from './serve.ts';

/** A process that can be sent signals, a clock, and a gateway whose drain the test ends. */
function harness() {
  const listeners = new Map<NodeJS.Signals, () => void>();
  const exits: number[] = [];
  const printed: string[] = [];
  const warned: string[] = [];
  const clock = { now: 0 };
  const drained = Promise.withResolvers<void>();
  let stops = 0;
  const host: Host = { on: (signal, listener) => listeners.set(signal, listener), exit: (code) => exits.push(code) };
  const gateway = {
    banner: ['one', 'two'],
    stop: () => {
      stops++;
      return drained.promise;
    },
  };
  const heardAtBanner: NodeJS.Signals[] = [];
  const print = (line: string) => {
    heardAtBanner.push(...listeners.keys());
    printed.push(line);
  };
  const output = { print, warn: (line: string) => warned.push(line) };
  serve(gateway, host, output, () => clock.now);
  const send = (signal: NodeJS.Signals) => listeners.get(signal)?.();
  return { send, exits, printed, heardAtBanner, warned, clock, drained, stops: () => stops };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

test('the banner is printed, and nothing stops by itself', async () => {
  const { printed, exits, stops } = harness();
  await settle();
  assert.deepEqual(printed, ['one\ntwo']);
  assert.deepEqual([exits, stops()], [[], 0]);
});

test('who has read the banner may stop it at once', () => {
  assert.deepEqual(harness().heardAtBanner, ['SIGINT', 'SIGTERM', 'SIGHUP']);
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`${signal} drains and exits with 0 when that is done`, async () => {
    const { send, exits, drained, stops } = harness();
    send(signal);
    await settle();
    assert.deepEqual([exits, stops()], [[], 1]);
    drained.resolve();
    await settle();
    assert.deepEqual([exits, stops()], [[0], 1]);
  });
}

for (const [first, second] of [
  ['SIGTERM', 'SIGTERM'],
  ['SIGINT', 'SIGINT'],
  ['SIGHUP', 'SIGTERM'],
] as const) {
  test(`${second} right after ${first} is the same one; a later one exits with 1 at once`, async () => {
    const { send, exits, clock, stops } = harness();
    send(first);
    clock.now = 300;
    send(second);
    assert.deepEqual([exits, stops()], [[], 1]);
    clock.now = 301;
    send(second);
    assert.deepEqual([exits, stops()], [[1], 1]);
  });
}

test('a drain that fails is told, with its exit code', async () => {
  const { send, exits, warned, drained } = harness();
  send('SIGTERM');
  drained.reject(new RedwolfError('DATABASE_FAILED', 'The disk is full.'));
  await settle();
  assert.deepEqual(exits, [74]);
  assert.equal(warned.at(-1), 'The disk is full.');
});
