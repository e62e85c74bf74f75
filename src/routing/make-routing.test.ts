import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../config/config.ts';
import { toConfig } from '../config/to-config.ts';
import { PLATFORMS } from '../platforms/index.ts';
import { Fault } from '../turn/fault.ts';
import { refName } from './catalog.ts';
import { makeRouting, type RoutingOptions } from './make-routing.ts';
import { route } from './router.ts';

function config(list: readonly string[], mode: 'global_direct' | 'claude_code' = 'global_direct'): Config {
  const models = ['m', 'n'];
  const type = 'anthropic-compatible';
  return toConfig({
    platforms: ['a', 'b'].map((id) => ({ id, type, base_url: `http://${id}.local`, models })),
    routing: { mode, model_priority_list: [...list] },
    limits: {},
    keys: [],
  });
}

function listOf(list: readonly string[], options: RoutingOptions = {}) {
  const { routing, warnings } = makeRouting(config(list), PLATFORMS, options);
  return { names: routing.priorityList.map(refName), warnings };
}

test('a disabled model is in no list', () => {
  const disabledModels = new Set(['a:m']);
  assert.deepEqual(listOf([], { disabledModels }).names, ['a:n', 'b:m', 'b:n']);
  assert.deepEqual(listOf(['b:m', 'a:m'], { disabledModels }).names, ['b:m']);
});

test('a pin on a disabled model is refused, and nothing else', () => {
  const { routing } = makeRouting(config([]), PLATFORMS, { disabledModels: new Set(['a:m']) });
  for (const name of ['a:m', 'claude/a:m']) {
    assert.throws(
      () => route(routing, { model: name, caller: 'anthropic-messages' }),
      (error) => error instanceof Fault && error.status === 404 && /disabled/.test(error.message),
    );
  }
  assert.deepEqual(route(routing, { model: 'a:n', caller: 'anthropic-messages' }).targets.map(refName), ['a:n']);
});

test('in Claude Code mode a platform where the model is disabled is passed over', () => {
  const { routing } = makeRouting(config([], 'claude_code'), PLATFORMS, { disabledModels: new Set(['a:m']) });
  assert.deepEqual(route(routing, { model: 'm', caller: 'anthropic-messages' }).targets.map(refName), ['b:m']);
  assert.deepEqual(route(routing, { model: 'n', caller: 'anthropic-messages' }).targets.map(refName), ['a:n', 'b:n']);
});

test('an ambiguous name is refused, or with a warning the first one', () => {
  assert.throws(() => listOf(['m']), /a:m or b:m/);
  const { names, warnings } = listOf(['m'], { isLenient: true });
  assert.deepEqual([names, warnings.length], [['a:m'], 1]);
});
