import type { Migration } from './migration.ts';

/** A call's cost in the currency of its price, and which price that was. */
export const prices: Migration = {
  id: '0005-prices',
  statements: [
    'alter table calls add column cost_nano bigint',
    'alter table calls add column cost_currency text',
    'alter table calls add column price_id text',
    "update calls set cost_nano = cost_nano_usd, cost_currency = case when price_source is not null then 'USD' end where cost_nano_usd is not null",
  ],
};
