import { answer } from '../../fake-platform/openai-replies.ts';
import { conversation, countKeys, jsonIncludes, systemText, textOf } from '../../support/openai-rules.ts';
import { assistant, text, user } from '../../support/request-parts.ts';
import { both, type Case, one } from '../case.ts';

export const SYSTEM_AND_AUTH_CASES: readonly Case[] = [
  one('system/string', {
    body: { system: 'You are terse.' },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(systemText(t.sent), 'You are terse.', 'system');
      t.oneOf(t.sent.messages?.[0]?.role, ['system', 'developer'], 'first role');
    },
  }),
  one('system/array', {
    body: { system: [text('Part one.'), text('Part two.', { cache_control: { type: 'ephemeral' } })] },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.ok(/Part one\.[\s\S]*Part two\./.test(systemText(t.sent)), 'both parts in order');
      t.ok(!/Part one\.Part two/.test(systemText(t.sent)), 'parts glued without separator');
    },
  }),
  one('system/cache-control-stripped', {
    body: {
      system: [text('S', { cache_control: { type: 'ephemeral', ttl: '1h' } })],
      messages: [user([text('q', { cache_control: { type: 'ephemeral' } })])],
      tools: [{ name: 'f', input_schema: { type: 'object' }, cache_control: { type: 'ephemeral' } }],
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(countKeys(t.sent, 'cache_control'), 0, 'cache_control keys sent to a plain OpenAI upstream');
      t.includes(systemText(t.sent), 'S');
    },
  }),
  one('system/empty-array', {
    body: { system: [] },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.equal(systemText(t.sent), '', 'system');
    },
  }),
  one('system/role-in-messages', {
    body: {
      system: 'TOP',
      messages: [user('a'), assistant('b'), { role: 'system', content: 'MIDDLE RULE' }, user('c')],
    },
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
      t.ok(jsonIncludes(t.sent.messages, 'MIDDLE RULE'), 'mid-conversation system message lost');
      t.includes(systemText(t.sent), 'TOP');
      const turns = conversation(t.sent).map((message) => textOf(message.content));
      t.equal(turns.filter((turn) => turn === 'a' || turn === 'c').length, 2, 'user turns kept');
    },
  }),
  ...both('auth/x-api-key', {
    upstream: answer({ text: 'ok' }),
    async check(t) {
      await t.good();
    },
  }),
  one('auth/missing', {
    upstream: answer({ text: 'ok' }),
    manual: true,
    async check(t) {
      await t.send({ headers: { 'x-api-key': null } });
      t.error(401, 'authentication_error');
      t.reached(0);
    },
  }),
  one('auth/wrong', {
    upstream: answer({ text: 'ok' }),
    manual: true,
    async check(t) {
      await t.send({ headers: { 'x-api-key': 'nope-nope' } });
      t.error(401, 'authentication_error');
      t.reached(0);
      t.excludes(t.reply.text, 'nope-nope', 'error body');
    },
  }),
  one('auth/bearer', {
    upstream: answer({ text: 'ok' }),
    manual: true,
    async check(t) {
      await t.send({ headers: { 'x-api-key': null, authorization: `Bearer ${t.clientKey}` } });
      await t.good();
      t.equal(t.text(), 'ok');
    },
  }),
  one('system/billing-header-block', {
    body: {
      system: [
        text('x-anthropic-billing-header: cc_version=2.1.37.abc; cc_entrypoint=cli; cch=00000;'),
        text('You are Claude Code.', { cache_control: { type: 'ephemeral' } }),
      ],
    },
    upstream: answer({ text: 'k' }),
    async check(t) {
      await t.good();
      t.excludes(
        systemText(t.sent),
        'x-anthropic-billing-header',
        'changing attribution line breaks upstream prefix caches',
      );
      t.includes(systemText(t.sent), 'You are Claude Code.');
    },
  }),
];
