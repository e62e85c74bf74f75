import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csvOf } from '../../web/src/lib/csv.ts';

function lines(...cells: readonly (string | number)[]): readonly string[] {
  return csvOf(['name', 'n'], [cells]).split('\r\n');
}

describe('CSV of the page', () => {
  it('begins with the mark that spreadsheets need, and ends each record', () => {
    assert.equal(csvOf(['a', 'b'], [['模型', 1.5]]), '\ufeffa,b\r\n模型,1.5\r\n');
  });

  it('puts quotes around what would end a cell or a record', () => {
    assert.equal(lines('a,b', 1)[1], '"a,b",1');
    assert.equal(lines('say "x"')[1], '"say ""x"""');
    assert.equal(csvOf(['a'], [['one\ntwo']]), '\ufeffa\r\n"one\ntwo"\r\n');
  });

  it('defuses formulas, but not numbers', () => {
    for (const text of ['=1+1', '+1', '-1', '@sum']) assert.equal(lines(text)[1], `'${text}`);
    assert.equal(lines('=a,"b"')[1], `"'=a,""b"""`);
    assert.equal(lines(-1.5)[1], '-1.5');
  });
});
