import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkProxiedTarget, refusal } from './egress.ts';

const ALLOWED = [
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', '::1'],
  ['192.168.1.5', '192.168.1.5'],
  ['gpu-box', '10.0.0.7'],
  ['gpu.lan', '10.0.0.7'],
  ['host.docker.internal', '172.17.0.1'],
  ['api.example.com', '203.0.113.9'],
  ['api.example.com', '2001:db8::1'],
  ['api.example.com', '64:ff9b::203.0.113.9'],
  ['metadata.example.com', '203.0.113.9'],
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
  ['168.63.129.16', '168.63.129.16'],
  ['192.0.0.192', '192.0.0.192'],
  ['fd20:ce::254', 'fd20:ce::254'],
  ['metadata.google.internal', '10.0.0.1'],
  ['metadata.google.internal.', '203.0.113.9'],
  ['METADATA', '10.0.0.1'],
  ['::a9fe:a9fe', '::a9fe:a9fe'],
  ['64:ff9b::a9fe:a9fe', '64:ff9b::a9fe:a9fe'],
  ['2002:a9fe:a9fe::1', '2002:a9fe:a9fe::1'],
  ['api.example.com', '64:ff9b::10.0.0.1'],
  ['gpu.lan', '::ffff:169.254.169.254'],
] as const;

for (const [host, address] of ALLOWED) {
  test(`${host} may be ${address}`, () => assert.equal(refusal(host, address), undefined));
}
for (const [host, address] of REFUSED) {
  test(`${host} must not be ${address}`, () => assert.notEqual(refusal(host, address), undefined));
}

/** Spellings of 169.254.169.254 that a URL parser understands. */
const SPELLINGS = [
  'http://169.254.169.254',
  'http://2852039166',
  'http://0xa9fea9fe',
  'http://0xA9.0xFE.0xA9.0xFE',
  'http://0251.0376.0251.0376',
  'http://169.254.43518',
  'http://169.254.169.254.',
  'http://①⑥⑨.254.169.254',
  'http://[::ffff:169.254.169.254]',
  'http://[::ffff:a9fe:a9fe]',
  'http://[0:0:0:0:0:ffff:a9fe:a9fe]',
  'http://[64:ff9b::169.254.169.254]',
  'http://[fd00:ec2::254]',
  'http://[fd00:0ec2:0:0:0:0:0:0254]',
  'http://metadata.google.internal',
];

for (const origin of SPELLINGS) {
  test(`a proxy is not asked to connect to ${origin}`, async () => {
    await assert.rejects(checkProxiedTarget(origin), { code: 'EGRESS_REFUSED' });
  });
}
