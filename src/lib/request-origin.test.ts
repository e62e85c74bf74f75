import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isNetwork, Networks } from './networks.ts';
import { TrustedProxies } from './request-origin.ts';

const PROXIES = new TrustedProxies(['127.0.0.1', '10.0.0.0/8']);

function origin(headers: Record<string, string>, remoteAddress = '127.0.0.1', encrypted = false) {
  return PROXIES.originOf({ headers: { host: 'redwolf:8000', ...headers }, socket: { remoteAddress, encrypted } });
}

function address(headers: Record<string, string>, remoteAddress?: string): string {
  return origin(headers, remoteAddress).address;
}

describe('the address of the client', () => {
  test('is the connection, where nobody is trusted or a stranger connects', () => {
    const headers = { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', forwarded: 'for=1.2.3.4' };
    const socket = { remoteAddress: '127.0.0.1' };
    const direct = { address: '127.0.0.1', isSecure: false, host: undefined };
    assert.deepEqual(new TrustedProxies([]).originOf({ headers, socket }), direct);
    assert.deepEqual(origin(headers, '203.0.113.9'), { ...direct, address: '203.0.113.9', host: 'redwolf:8000' });
  });

  test('is the right-most one that is no proxy: what stands left of it was made up', () => {
    assert.equal(address({ 'x-forwarded-for': '9.9.9.9, 203.0.113.9, 10.1.1.1' }), '203.0.113.9');
    assert.equal(address({ 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }), '203.0.113.9');
    assert.equal(address({ 'x-forwarded-for': '10.2.2.2, 10.1.1.1' }), '10.2.2.2');
    assert.equal(address({ 'x-forwarded-for': '203.0.113.9' }, '::ffff:10.0.0.1'), '203.0.113.9');
  });

  test('is read with ports and brackets, and in the form of RFC 7239', () => {
    assert.equal(address({ 'x-forwarded-for': '203.0.113.9:4711' }), '203.0.113.9');
    assert.equal(address({ 'x-forwarded-for': '[2001:db8::1]:4711' }), '2001:db8::1');
    assert.equal(address({ forwarded: 'for=9.9.9.9, For="[2001:db8::1]:80";proto=https' }), '2001:db8::1');
    assert.equal(address({ forwarded: 'for=unknown' }), 'unknown');
  });

  test('is not believed where two forms say different things', () => {
    assert.equal(address({ 'x-forwarded-for': '203.0.113.9', forwarded: 'for=9.9.9.9' }), '127.0.0.1');
    assert.equal(address({ 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' }), '203.0.113.9');
  });

  test('is the proxy, where it says nothing or nonsense', () => {
    for (const value of ['', ' , ,', ';;;']) {
      assert.equal(typeof address({ 'x-forwarded-for': value, forwarded: value }), 'string');
    }
    assert.equal(address({}), '127.0.0.1');
  });
});

test('TLS and the host are what the proxy saw', () => {
  const proxied = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http, https', 'x-forwarded-host': 'a, b' };
  assert.deepEqual(origin(proxied), { address: '203.0.113.9', isSecure: true, host: 'b' });
  const standard = { forwarded: 'for=9.9.9.9;proto=https, for=203.0.113.9;proto=http;host=b' };
  assert.deepEqual(origin(standard), { address: '203.0.113.9', isSecure: false, host: 'b' });
  assert.equal(origin({}, '127.0.0.1', true).isSecure, true);
  assert.equal(origin({ 'x-forwarded-proto': 'https' }).isSecure, false);
});

test('networks hold their addresses, and the whole world is none', () => {
  const networks = new Networks(['10.0.0.0/8', '192.0.2.1', 'fd00::/8']);
  for (const inside of ['10.255.0.1', '192.0.2.1', '::ffff:10.0.0.1', 'fd12::1']) assert.ok(networks.has(inside));
  for (const outside of ['11.0.0.1', '192.0.2.2', 'fe80::1', '', 'x', '10.0.0.1, 1']) assert.ok(!networks.has(outside));
  for (const text of ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']) assert.ok(isNetwork(text), text);
  for (const text of ['', 'x', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', '10.0.0.0/-1'])
    assert.ok(!isNetwork(text), text);
});
