import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { routingOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import type { ProtocolId } from '../turn/request.ts';
import { refName } from './catalog.ts';
import { claudeCodeUpstreams } from './modes/claude-code.ts';
import type { Plan } from './plan.ts';
import { route } from './router.ts';
import type { Routing } from './routing.ts';

const up = upstreamOf('up', { models: ['m', 'qwen3:4b'] });
const ant = upstreamOf('ant', { type: 'anthropic', models: ['claude-x'] });
const second = upstreamOf('second', { type: 'anthropic', models: ['c'] });

/** Speaks OpenAI's protocol first, and Anthropic's too. */
const both = { ...up, id: 'both', channels: [...up.channels, ...ant.channels] } as const;

const direct = routingOf([up, ant]);
const claudeCode = routingOf([up, ant, second], { mode: 'claude_code', claudeCodePlatforms: ['second', 'ant'] });

function plan(model: string, routing: Routing = direct, caller: ProtocolId = 'anthropic-messages'): Plan {
  return route(routing, { model, caller });
}

function targets(model: string, routing: Routing = direct): string {
  return plan(model, routing).targets.map(refName).join(' ');
}

describe('a name that pins', () => {
  for (const [name, target] of [
    ['up:m', 'up:m'],
    ['up:qwen3:4b', 'up:qwen3:4b'],
    ['up:not-listed:1b', 'up:not-listed:1b'],
    ['claude/up:m', 'up:m'],
    ['claude/up:qwen3:4b', 'up:qwen3:4b'],
    ['up::', 'up::'],
    ['up: m', 'up: m'],
  ] as const) {
    test(name, () => {
      for (const routing of [direct, claudeCode]) {
        const { source, isClientsChoice, mode } = plan(name, routing);
        assert.equal(source, 'pin');
        assert.equal(isClientsChoice, true);
        assert.equal(mode, routing.mode);
        assert.equal(targets(name, routing), target);
      }
    });
  }
});

describe('a name that pins nothing', () => {
  for (const name of [
    'm',
    'qwen3:4b',
    'nobody:m',
    'UP:m',
    'up:',
    ':m',
    ':',
    '',
    'claude/',
    'claude/m',
    'claude/claude/up:m',
    'up/m',
    '__proto__:m',
    'constructor:m',
    'xscene:y',
  ]) {
    test(`${JSON.stringify(name)} is answered by the list`, () => {
      const { source, isClientsChoice } = plan(name);
      assert.equal(source, 'all-models');
      assert.equal(isClientsChoice, false);
      assert.equal(targets(name), 'up:m up:qwen3:4b ant:claude-x');
    });
  }

  test('is answered by the list that the user chose', () => {
    const routing = { ...direct, priorityList: [{ upstream: ant, model: 'claude-x' }], hasPriorityList: true };
    assert.equal(targets('any', routing), 'ant:claude-x');
    assert.equal(plan('any', routing).source, 'priority-list');
  });
});

describe('a scene', () => {
  for (const name of ['scene:代码创建', 'scene:', 'claude/scene:x']) {
    test(`${name} cannot be had`, () => {
      assert.throws(() => plan(name), {
        kind: 'invalid_request',
        status: 400,
        message: /there are none in the mode global_direct/,
      });
    });
  }

  test('is a platform where one is called so', () => {
    assert.equal(targets('scene:m', routingOf([upstreamOf('scene')])), 'scene:m');
  });
});

describe('Claude Code mode', () => {
  test("asks for the client's own model, on its platforms in their order", () => {
    assert.equal(targets('claude-opus-5', claudeCode), 'second:claude-opus-5 ant:claude-opus-5');
    assert.equal(targets('nobody:m', claudeCode), 'second:nobody:m ant:nobody:m');
    const { source, isClientsChoice, targets: asked } = plan('x', claudeCode);
    assert.equal(source, 'claude-code');
    assert.equal(isClientsChoice, true);
    assert.ok(asked.every(({ channel }) => channel.protocol === 'anthropic-messages'));
  });

  test('asks in the protocol of Anthropic, whatever else a platform speaks', () => {
    const routing = routingOf([both], { mode: 'claude_code', claudeCodePlatforms: ['both'] });
    assert.equal(plan('x', routing).targets[0]?.channel.protocol, 'anthropic-messages');
  });

  test('needs a name', () => {
    assert.throws(() => plan('', claudeCode), { kind: 'invalid_request', status: 400, message: /model: required/ });
  });

  test('has no targets where it has no platforms', () => {
    assert.equal(targets('x', { ...claudeCode, claudeCodePlatforms: [] }), '');
    assert.deepEqual(claudeCodeUpstreams({ ...claudeCode, claudeCodePlatforms: ['gone'] }), []);
  });
});

test('a platform is asked in the protocol of the caller, where it speaks that', () => {
  const routing = routingOf([both, up, ant]);
  for (const [name, caller, protocol] of [
    ['up:m', 'openai-chat', 'openai-chat'],
    ['up:m', 'anthropic-messages', 'openai-chat'],
    ['ant:m', 'anthropic-messages', 'anthropic-messages'],
    ['ant:m', 'openai-chat', 'anthropic-messages'],
    ['both:m', 'anthropic-messages', 'anthropic-messages'],
    ['both:m', 'openai-chat', 'openai-chat'],
    ['both:m', 'openai-responses', 'openai-chat'],
  ] as const) {
    assert.equal(plan(name, routing, caller).targets[0]?.channel.protocol, protocol, `${name} for ${caller}`);
  }
});
