import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from './egress.ts';

const ALLOWED = [
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', '::1'],
  ['192.168.1.5', '192.168.1.5'],
  ['gpu-box', '10.0.0.7'],
  ['gpu.lan', '10.0.0.7'],
  ['host.docker.internal', '172.17.0.1'],
  ['api.example.com', '203.0.113.9'],
] as const;

const REFUSED = [
  ['169.254.169.254', '169.254.169.254'],
  ['metadata.google.internal', '169.254.169.254'],
  ['api.example.com', '127.0.0.1'],
  ['api.example.com', '10.1.2.3'],
  ['api.example.com', '::1'],
  ['api.example.com', '::ffff:127.0.0.1'],
  ['fe80::1', 'fe80::1'],
  ['fd00:ec2::254', 'fd00:ec2::254'],
  ['100.100.100.200', '100.100.100.200'],
  ['0.0.0.0', '0.0.0.0'],
] as const;

for (const [host, address] of ALLOWED) {
  test(`${host} may be ${address}`, () => assert.equal(refusal(host, address), undefined));
}
for (const [host, address] of REFUSED) {
  test(`${host} must not be ${address}`, () => assert.notEqual(refusal(host, address), undefined));
}
