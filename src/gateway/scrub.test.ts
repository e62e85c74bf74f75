import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidateOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import type { KeyId } from '../lib/ids.ts';
import { Secret } from '../lib/secret.ts';
import { Fault } from '../turn/fault.ts';
import { Scrubber } from './scrub.ts';

const IDENTITY = { keyId: 'key_1' as KeyId, keyName: 'laptop', isAnonymous: false };

function scrubberOf(secrets: { headers?: Record<string, string>; proxy?: string; credential?: string }): Scrubber {
  const headers = Object.fromEntries(
    Object.entries(secrets.headers ?? {}).map(([name, value]) => [name, new Secret(value)]),
  );
  const proxy = secrets.proxy === undefined ? undefined : new Secret(secrets.proxy);
  const upstream = { ...upstreamOf('up'), headers, proxy };
  const credential = secrets.credential && { header: 'authorization', value: new Secret(secrets.credential) };
  return new Scrubber(candidateOf(upstream), { ...IDENTITY, ...(credential && { credential }) });
}

function scrubbed(scrubber: Scrubber, text: string): string {
  return scrubber.bytes(Buffer.from(text)).toString();
}

test('the values of the headers that the user set for a platform are taken out of its words', () => {
  const scrubber = scrubberOf({ headers: { 'x-team': 'the-secret-of-the-team', 'x-kind': 'short' } });
  assert.equal(scrubbed(scrubber, 'no team the-secret-of-the-team, short'), 'no team [secret], short');
  const fault = new Fault('server_error', 500, 'the-secret-of-the-team is unknown', {
    body: Buffer.from('{"x":"the-secret-of-the-team"}'),
  });
  const clean = scrubber.fault(fault);
  assert.equal(clean.message, '[secret] is unknown');
  assert.equal(String(clean.details.body), '{"x":"[secret]"}');
});

test('so is the password of a proxy, in each of the forms in which it can come back', () => {
  const scrubber = scrubberOf({ proxy: 'http://me:pass%20word-of-the-proxy@127.0.0.1:3128' });
  const sent = Buffer.from('me:pass word-of-the-proxy').toString('base64');
  assert.equal(scrubbed(scrubber, `Basic ${sent}`), 'Basic [secret]');
  assert.equal(scrubbed(scrubber, 'pass%20word-of-the-proxy'), '[secret]');
  assert.equal(scrubbed(scrubber, 'pass word-of-the-proxy'), '[secret]');
  assert.equal(
    scrubbed(scrubberOf({ proxy: 'http://me:%zz-is-no-escape@127.0.0.1:1' }), 'x %zz-is-no-escape'),
    'x [secret]',
  );
});

test('so is the own credential of the client', () => {
  const scrubber = scrubberOf({ credential: 'Bearer sk-the-own-credential' });
  assert.equal(scrubbed(scrubber, 'bad sk-the-own-credential'), 'bad [secret]');
});
