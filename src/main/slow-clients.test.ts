import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { beforeEach, test } from 'node:test';
import { SlowClients } from './slow-clients.ts';

const LIMIT = 1_000;

let now: number;
let clients: SlowClients;

beforeEach(() => {
  now = 0;
  clients = new SlowClients(LIMIT, () => now);
});

/** A socket that was given `bytesWritten`, of which the client has not yet taken `writableLength`. */
function socketWith(bytesWritten: number, writableLength: number) {
  return {
    bytesWritten,
    writableLength,
    isDestroyed: false,
    destroy() {
      this.isDestroyed = true;
    },
  };
}

function sweepAt(time: number, socket: object): void {
  now = time;
  clients.sweep([socket as Socket]);
}

test('a client that takes nothing of what waits for it is cut off after the limit', () => {
  const socket = socketWith(100, 60);
  for (const time of [0, 400, 999]) sweepAt(time, socket);
  assert.equal(socket.isDestroyed, false);
  sweepAt(1_000, socket);
  assert.equal(socket.isDestroyed, true);
});

test('one that takes a little now and then is not', () => {
  const socket = socketWith(100, 60);
  for (const time of [0, 900, 1_800, 2_700]) {
    sweepAt(time, socket);
    socket.writableLength -= 1;
  }
  assert.equal(socket.isDestroyed, false);
});

test('one that waits for a reply is not, however long it takes', () => {
  const socket = socketWith(100, 0);
  for (const time of [0, 5_000, 900_000]) sweepAt(time, socket);
  assert.equal(socket.isDestroyed, false);
  // What is written then has the whole limit.
  Object.assign(socket, { bytesWritten: 200, writableLength: 100 });
  sweepAt(900_100, socket);
  sweepAt(900_900, socket);
  assert.equal(socket.isDestroyed, false);
});
