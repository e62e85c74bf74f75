import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Body } from './body.ts';

const body = new Body([Buffer.from('ab'), Buffer.alloc(0), Buffer.from('cde'), Buffer.from('f')]);

test('a body knows its length and its whole', () => {
  assert.equal(body.length, 6);
  assert.equal(body.toString(), 'abcdef');
  assert.equal(new Body([]).whole().length, 0);
});

test('the whole of a single piece is that piece', () => {
  const bytes = Buffer.from('x');
  assert.equal(Body.of(bytes).whole(), bytes);
});

test('every slice is the same as that of the whole', () => {
  for (let start = 0; start <= body.length; start++) {
    for (let end = start; end <= body.length + 1; end++) {
      assert.equal(body.slice(start, end).toString(), 'abcdef'.slice(start, end));
    }
  }
});

test('what is cut is not copied', () => {
  const [first, second] = body.cut(1, 4);
  assert.equal(first?.buffer, body.pieces[0]?.buffer);
  assert.equal(Buffer.concat([first ?? body.whole(), second ?? body.whole()]).toString(), 'bcd');
});
