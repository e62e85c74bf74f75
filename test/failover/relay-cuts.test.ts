/** A relayed stream that breaks off at any byte: the client has what came, knows that it is broken, and nothing is made up. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { anthropicStream } from '../fake-platform/anthropic-replies.ts';
import type { Piece } from '../fake-platform/fake-platform.ts';
import type { Reply } from '../support/http-client.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { Stage } from './stage.ts';

const WHOLE = Buffer.from(anthropicStream().stream.join(''));
/** Prime, so that over the events the cuts fall on all their parts. */
const STEP = 7;

const host = new RedwolfHost();

after(() => host.stop());

for (const [how, ending] of [
  ['the body ends', []],
  ['the connection breaks', ['abort']],
] as const) {
  test(`a relayed stream cut at every ${STEP}th byte: ${how}`, async (t) => {
    const stage = await Stage.start(host, { a: { type: 'anthropic' } });
    t.after(() => stage.close());
    const faults: string[] = [];
    for (let at = 0; at < WHOLE.length; at += STEP) {
      const stream: Piece[] = [WHOLE.subarray(0, at), ...ending];
      stage.platform('a').play({ stream });
      faults.push(...cutFaults(await stage.ask('stream'), at));
    }
    assert.deepEqual(faults, []);
  });
}

/** What is wrong with the reply to a stream that was cut there. */
function cutFaults(reply: Reply, at: number): string[] {
  const { status, ended, events, json, text } = reply;
  const last = events.at(-1)?.event;
  const faults: string[] = [];
  if (status === 0) faults.push('no reply at all');
  if (status >= 400 && json?.type !== 'error') faults.push(`status ${status} without an error`);
  if (status === 200 && ended === 'end' && last !== 'error') faults.push(`a clean end after ${last}`);
  if (text.includes('"type":"message_stop"}\n\n')) faults.push('an end that never came');
  return faults.map((fault) => `cut at ${at}: ${fault}`);
}
