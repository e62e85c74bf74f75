import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { candidateOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import { connectionFault } from './upstream-fault.ts';

const { target } = candidateOf(upstreamOf('p'));

function errorOf(code: string | undefined): Error {
  return Object.assign(new Error('what undici says'), code === undefined ? {} : { code });
}

describe('a connection that fails', () => {
  for (const [code, words] of [
    ['ECONNREFUSED', /p failed: nothing is listening there/],
    ['ECONNRESET', /p failed: the connection was reset/],
    ['ENOTFOUND', /p failed: its host name cannot be resolved\./],
    ['UND_ERR_CONNECT_TIMEOUT', /p failed: connecting took too long/],
    ['UND_ERR_SOCKET', /p failed: the connection was closed/],
    ['EGRESS_REFUSED', /p failed: the egress policy forbids its address/],
  ] as const) {
    test(`${code}: the platform cannot be reached`, () => {
      const fault = connectionFault(errorOf(code), target);
      assert.equal(fault.kind, 'unreachable');
      assert.equal(fault.status, 502);
      assert.equal(fault.details.code, code);
      assert.match(fault.message, words);
    });
  }

  for (const code of ['HPE_INVALID_CONSTANT', 'Z_DATA_ERROR', undefined]) {
    test(`${code}: its reply cannot be read`, () => {
      const fault = connectionFault(errorOf(code), target);
      assert.equal(fault.kind, 'broken_reply');
      assert.equal(fault.status, 502);
      assert.equal(fault.message, 'The reply of the platform p cannot be read: what undici says.');
    });
  }

  test('a code that is called like a part of an object is none that we know', () => {
    assert.equal(connectionFault(errorOf('constructor'), target).kind, 'broken_reply');
  });
});
