import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { wireText } from '../../lib/wire-text.ts';
import { ToolNames } from './tool-names.ts';

const ALLOWED = /^[a-zA-Z0-9_-]{1,64}$/;
const LONG = `mcp__plugin_github_server__${'list_all_of_the_repositories_of_an_organisation'.repeat(2)}`;

describe('ToolNames', () => {
  for (const name of ['f', 'Bash', 'mcp__github__list-repos', 'a'.repeat(64)]) {
    it(`keeps a name that OpenAI takes: ${name}`, () => {
      const names = new ToolNames();
      assert.equal(names.short(name), name);
      assert.equal(names.originals().size, 0);
    });
  }

  for (const name of [LONG, 'a'.repeat(65), 'has blanks', 'mcp.server.tool', wireText('查天气'), '']) {
    it(`shortens a name that it does not take, and knows the way back: ${name.slice(0, 20)}`, () => {
      const names = new ToolNames();
      const short = names.short(name);
      assert.match(short, ALLOWED);
      assert.equal(names.originals().get(short), name);
      assert.equal(names.short(name), short);
      assert.equal(new ToolNames().short(name), short, 'the same in each turn of a conversation');
    });
  }

  it('keeps the beginning readable', () => {
    assert.match(new ToolNames().short(LONG), /^mcp__plugin_github_server__list_all/);
  });

  it('never gives two names one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ maxLength: 130 }).map(wireText), { maxLength: 20 }), (all) => {
        const names = new ToolNames();
        const short = all.map((name) => names.short(`${'a'.repeat(60)}${name}`));
        assert.equal(new Set(short).size, all.length);
      }),
    );
  });
});
