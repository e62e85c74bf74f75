import type { FailureDetails } from '../store/worker-messages.ts';

/** The tables were changed by a newer redwolf. Nothing was done to them. */
export class NewerTables extends Error {
  readonly details: FailureDetails;

  constructor(version: number, known: number) {
    super(`its tables for bodies have version ${version}, and this redwolf knows versions up to ${known}`);
    this.details = { reason: 'newer', text: this.message };
  }
}
