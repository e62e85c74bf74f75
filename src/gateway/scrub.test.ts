import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidateOf, LAPTOP, upstreamOf } from '../../test/support/gateway-parts.ts';
import { Secret } from '../lib/secret.ts';
import { Fault } from '../turn/fault.ts';
import { Scrubber } from './scrub.ts';

const upstream = {
  ...upstreamOf('up', { keys: ['sk-the-platforms-key'] }),
  headers: {
    'x-proxy-key': new Secret('the-ключ-of-the-proxy'),
    'x-basic': new Secret('Basic dXNlcjpwYXNz'),
    'x-team': new Secret('agents'),
  },
};
const scrubber = new Scrubber(candidateOf(upstream), LAPTOP);

for (const [what, said, expected] of [
  ['the key', 'no sk-the-platforms-key', 'no [secret]'],
  ["a header of the user's own", 'no the-ключ-of-the-proxy', 'no [secret]'],
  ['one without its scheme', 'no dXNlcjpwYXNz', 'no [secret]'],
  ['a short word, which stays', 'no agents', 'no agents'],
] as const) {
  test(`the platform repeats ${what}`, () => {
    const body = Buffer.from(said);
    const fault = scrubber.fault(new Fault('authentication', 401, said, { body }));
    assert.equal(fault.message, expected);
    assert.equal(fault.details.body?.toString(), expected);
    assert.equal(scrubber.bytes(body).toString(), expected);
  });
}
