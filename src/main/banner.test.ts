import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { routingOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import type { Routing } from '../routing/routing.ts';
import { type BannerFacts, banner } from './banner.ts';

const FACTS: BannerFacts = {
  url: 'http://127.0.0.1:8000',
  version: '1.2.3',
  dataDir: '/data',
  routing: routingOf([upstreamOf('a')]),
  capture: 'full',
  awaited: [],
  firstKey: undefined,
  adminAccess: 'password',
};

function text(facts: Partial<BannerFacts> = {}): string {
  return banner({ ...FACTS, ...facts }).join('\n');
}

function answers(routing: Routing): string {
  return /Answers +(.*)/.exec(text({ routing }))?.[1] ?? '';
}

describe('the banner', () => {
  test('of a first start shows the key and the password, with lines to paste that have the key in them', () => {
    const shown = text({ firstKey: 'rw-first', adminAccess: 'initial-password' });
    assert.match(shown, /name {2}admin {3}password {2}admin {3}\(you will be asked to change it\)/);
    assert.match(shown, /Client key {4}rw-first {3}\(shown only now\)/);
    assert.match(shown, /curl http:\/\/127\.0\.0\.1:8000\/v1\/messages -H "x-api-key: rw-first"/);
    assert.match(shown, /ANTHROPIC_BASE_URL=http:\/\/127\.0\.0\.1:8000\/api\/v1\/claude-code\n/);
    assert.match(shown, /ANTHROPIC_AUTH_TOKEN=rw-first\n/);
  });

  test('of a first start where others can connect shows the setup token, and no password', () => {
    const shown = text({ adminAccess: { setupToken: 'swordfish' } });
    assert.match(shown, /setup token {2}swordfish {3}\(valid once, until the next start\)/);
    assert.doesNotMatch(shown, /password/);
  });

  test('of a later start says how to get a key and what to do without the password', () => {
    const shown = text();
    assert.match(shown, /key list.*\n.*key create NAME/);
    assert.match(shown, /REDWOLF_ADMIN_PASSWORD/);
    assert.match(shown, /YOUR_KEY/);
    assert.doesNotMatch(shown, /shown only now/);
  });
});

describe('who answers', () => {
  test('the models of the list, not all of a long one', () => {
    assert.equal(answers(routingOf([upstreamOf('a', { models: ['m', 'n'] })])), 'a:m, then a:n');
    const many = upstreamOf('a', { models: ['1', '2', '3', '4', '5', '6', '7'] });
    assert.match(answers(routingOf([many])), /^a:1, then .*a:5 and 2 more$/);
  });

  test('the platforms of Claude Code mode', () => {
    const routing = routingOf([upstreamOf('ant', { type: 'anthropic' })], { mode: 'claude_code' });
    assert.equal(answers({ ...routing, claudeCodePlatforms: ['ant'] }), "the client's model on ant");
    assert.match(answers(routing), /^nobody yet: no platform speaks/);
  });

  test('the demo, or nobody', () => {
    const demo = { ...upstreamOf('demo', { type: 'demo', models: ['demo'] }) };
    assert.match(answers(routingOf([demo])), /^the built-in demo/);
    assert.match(answers(routingOf([upstreamOf('a', { models: [] })])), /^nobody yet: no platform has models/);
    const shown = text({ routing: routingOf([upstreamOf('a', { models: [] })]), awaited: ['a', 'b'] });
    assert.match(shown, /nobody yet: a, b will say which models there are/);
  });
});
