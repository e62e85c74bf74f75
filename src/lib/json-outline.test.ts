import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Body } from './body.ts';
import type { JsonOutline } from './json-outline.ts';
import { scanObject } from './json-scan.ts';

function outlineOf(text: string): { readonly outline: JsonOutline; readonly at: (part: string) => number } {
  const outline = scanObject(Body.of(Buffer.from(text)), undefined, new Set(['list'])).fields.get('list')?.outline;
  assert.ok(outline !== undefined);
  return { outline, at: (part) => text.indexOf(part) };
}

describe('the outline of a list', () => {
  const text = '{"a":[{}],"list":[{"b":[{"c":[{}]},["d"]]},"]",[5], {"e":{"f":{}}},7]}';
  const { outline, at } = outlineOf(text);

  it('tells where each element is that is a container', () => {
    const elements = Array.from({ length: outline.length }, (_, index) => outline.element(index));
    const texts = elements.map((span) => text.slice(span?.start, span?.end));
    assert.deepEqual(texts, ['{"b":[{"c":[{}]},["d"]]}', '[5]', '{"e":{"f":{}}}']);
    assert.equal(outline.element(3), undefined);
    assert.equal(outline.element(-1), undefined);
  });

  it('tells where containers end, three levels deep', () => {
    const parts = ['{"b":[{"c":[{}]},["d"]]}', '[{"c":[{}]},["d"]]', '{"c":[{}]}', '["d"]', '[5]', '{"f":{}}'];
    for (const part of parts) assert.equal(outline.endOf(at(part)), at(part) + part.length, part);
    const deepest = text.lastIndexOf('{}');
    assert.equal(outline.endOf(deepest), deepest + 2);
  });

  it('knows of nothing else', () => {
    for (const part of ['[{}],"list"', '[{}]}', '"d"', '7', '[{"b"'])
      assert.equal(outline.endOf(at(part)), undefined, part);
  });

  it('is right in a long list', () => {
    const items = Array.from({ length: 500 }, (_, index) => JSON.stringify({ index, more: ['x'.repeat(index)] }));
    const long = outlineOf(`{"list":[${items.join(', ')}]}`);
    for (const item of items) assert.equal(long.outline.endOf(long.at(item)), long.at(item) + item.length);
  });

  it('is made of lists that are asked for, and of nothing else', () => {
    const body = Body.of(Buffer.from('{"list":{"a":[]},"other":[{}]}'));
    const { fields } = scanObject(body, undefined, new Set(['list']));
    assert.deepEqual([fields.get('list')?.outline, fields.get('other')?.outline], [undefined, undefined]);
    assert.equal(scanObject(body).fields.get('other')?.outline, undefined);
  });
});
