import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { candidateOf, LAPTOP, upstreamOf } from '../../test/support/gateway-parts.ts';
import { Secret } from '../lib/secret.ts';
import type { AuthHeader } from '../platforms/platform.ts';
import type { Candidate } from './health.ts';
import { authHeaders } from './upstream-headers.ts';

const HEADERS = { 'x-title': new Secret('mine'), authorization: new Secret('forged'), 'api-key': new Secret('forged') };

function candidate(auth: AuthHeader, type = 'openai-compatible', isPassthrough = false): Candidate {
  const known = candidateOf(upstreamOf('p', { type }));
  const upstream = { ...known.target.upstream, headers: HEADERS, isPassthrough };
  return { ...known, target: { ...known.target, upstream, channel: { ...known.target.channel, auth } } };
}

describe('authHeaders', () => {
  it('carries the key where the platform wants it, whatever the user adds', () => {
    const sent = (auth: AuthHeader) => authHeaders({}, LAPTOP, candidate(auth));
    assert.equal(sent('bearer')['authorization'], 'Bearer KEY-OF-p');
    assert.equal(sent('x-api-key')['x-api-key'], 'KEY-OF-p');
    assert.equal(sent('api-key')['api-key'], 'KEY-OF-p');
  });

  it("adds the user's own headers, also where the client brings the credential", () => {
    assert.equal(authHeaders({}, LAPTOP, candidate('bearer'))['x-title'], 'mine');
    const credential = { header: 'authorization', value: new Secret('Bearer client') };
    const sent = authHeaders({}, { ...LAPTOP, credential }, candidate('x-api-key', 'anthropic', true));
    assert.equal(sent['x-title'], 'mine');
    assert.equal(sent['authorization'], 'Bearer client');
  });
});
