/** What the driver gives for the rows of the tables, as they are. */

import type { BlockRow, BodyRow, CallEntry } from '../tables.ts';
import type { Row } from './postgres-connection.ts';

export function blockOf(row: Row): BlockRow {
  const { id, length } = { id: numberOf(row['id']), length: numberOf(row['length']) };
  return { id, length, hash: bytesOf(row['hash']), data: bytesOf(row['data']) };
}

export function bodyOf(row: Row): BodyRow {
  return {
    id: numberOf(row['id']),
    hash: bytesOf(row['hash']),
    length: numberOf(row['length']),
    manifest: bytesOf(row['manifest']),
    manifestLength: numberOf(row['manifest_length']),
  };
}

export function callOf(id: string, row: Row): CallEntry {
  const bodies = Array.isArray(row['bodies']) ? row['bodies'] : [];
  return {
    id,
    keyId: String(row['key_id']),
    startedAt: numberOf(row['started_at']),
    sheet: bytesOf(row['sheet']),
    sheetLength: numberOf(row['sheet_length']),
    bodies: bodies.map((body) => (body === null ? null : Number(body))),
  };
}

export function numbersOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

/** 0 for what is absent. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}
