import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientToolId } from '../../turn/tool-id.ts';
import { CallIds } from './call-ids.ts';

describe('CallIds', () => {
  it("gives the platform's own id", () => {
    const ids = new CallIds();
    assert.equal(ids.next('call_abcdefgh1234'), 'call_abcdefgh1234');
    assert.equal(ids.next(clientToolId({ id: 'functions.f:0' })), 'functions.f:0');
  });

  it('gives no id twice, though platforms do', () => {
    const ids = new CallIds();
    const given = ['0', '0', '0'].map((id) => ids.next(clientToolId({ id })));
    assert.equal(new Set(given).size, 3);
    assert.equal(given[0], '0');
  });

  it('shortens what is too long, the same each time', () => {
    const long = `call_${'x'.repeat(80)}`;
    assert.equal(new CallIds().next(long).length, 37);
    assert.equal(new CallIds().next(long), new CallIds().next(long));
    assert.equal(new CallIds(100).next(long), long);
  });
});
