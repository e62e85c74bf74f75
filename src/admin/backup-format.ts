/** As the contract has both (contract/transfer.ts). What tells the file of a backup from others. */
export const BACKUP_KIND = 'redwolf-configuration';

/** Grows when a file of before could not be read any more. */
export const BACKUP_FORMAT = 1;
