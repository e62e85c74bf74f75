import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { callOf, candidateOf, upstreamOf } from '../../../test/support/gateway-parts.ts';
import type { Fault } from '../../turn/fault.ts';
import type { ClientReply } from '../client-reply.ts';
import { type Encoded, encodeAttempt } from '../encode-attempt.ts';
import { LoadedContexts } from '../loaded-contexts.ts';
import { Scrubber } from '../scrub.ts';
import { CollectReceiver } from './collect-receiver.ts';
import type { Receiver, ReceiverHost } from './receiver.ts';
import { WholeReceiver } from './whole-receiver.ts';

const MEBIBYTE = 1024 * 1024;

/** A host that only hears of faults. */
class Host implements ReceiverHost {
  readonly call = callOf(new FakeClock());
  readonly candidate = candidateOf(upstreamOf('p'));
  readonly isCommitted = false;
  readonly scrubber = new Scrubber(this.candidate, this.call.identity);
  readonly faults: Fault[] = [];

  get client(): ClientReply {
    throw new Error('nothing is for the client');
  }

  commit(): void {
    throw new Error('nothing is for the client');
  }

  write(): void {
    throw new Error('nothing is for the client');
  }

  served(): void {
    throw new Error('nothing is for the client');
  }

  tellable(fault: Fault): Fault {
    return fault;
  }

  fail(fault: Fault): void {
    this.faults.push(fault);
  }
}

type Make = (host: Host, encoded: Encoded) => Receiver;

const KINDS: readonly (readonly [name: string, make: Make, start: string])[] = [
  ['one that comes whole', (host, encoded) => new WholeReceiver(host, encoded, MEBIBYTE), '{'],
  ['one that is collected', (host, encoded) => new CollectReceiver(host, encoded, MEBIBYTE), ':'],
];

describe('a reply that is kept whole has a limit', () => {
  for (const [name, make, start] of KINDS) {
    test(name, () => {
      const host = new Host();
      const receiver = make(host, encodeAttempt(host.call, host.candidate, new LoadedContexts(new FakeClock())));
      receiver.data(Buffer.from(start.padEnd(MEBIBYTE)));
      assert.equal(host.faults.length, 0);
      receiver.data(Buffer.from(' '));
      assert.equal(host.faults[0]?.kind, 'broken_reply');
      assert.match(host.faults[0]?.message ?? '', /larger than 1 MiB/);
    });
  }
});
