import type { KeyPolicy } from '../../config/key-policy.ts';
import { nanoOfDollars } from '../../lib/money.ts';
import { type ModelRef, refName } from '../../routing/catalog.ts';
import type { KeyRecord } from '../../store/ports.ts';

export type Period = 'day' | 'month' | 'total';

/** One line of a key's budget. */
export interface BudgetLine {
  readonly period: Period;
  readonly unit: 'tokens' | 'nanoUsd';
  readonly limit: number;
}

/** A client key in memory, ready to be asked. */
export interface ClientKey {
  readonly record: KeyRecord;
  readonly policy: KeyPolicy;
  readonly budget: readonly BudgetLine[];
  readonly hasMoneyBudget: boolean;
  /** The policy's word on models and platforms. */
  readonly mayUse: (ref: ModelRef) => boolean;
}

/** What a stored key means. */
export function clientKey(record: KeyRecord): ClientKey {
  const policy: KeyPolicy = JSON.parse(record.policy);
  const budget = budgetLines(policy);
  return {
    record,
    policy,
    budget,
    hasMoneyBudget: budget.some(({ unit }) => unit === 'nanoUsd'),
    mayUse: gate(policy),
  };
}

function gate({ models, platforms }: KeyPolicy): (ref: ModelRef) => boolean {
  const isPlatform = platforms && new Set(platforms);
  const isModel = models && modelTest(models);
  return (ref) => (isPlatform?.has(ref.upstream.id) ?? true) && (isModel?.(ref) ?? true);
}

function modelTest(models: readonly string[]): (ref: ModelRef) => boolean {
  const names = new Set(models.filter((name) => !name.endsWith('*')));
  const beginnings = models.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (ref) =>
    [ref.model, refName(ref)].some((name) => names.has(name) || beginnings.some((start) => name.startsWith(start)));
}

function budgetLines({ budget = {} }: KeyPolicy): BudgetLine[] {
  const tokens = { day: budget.tokensPerDay, month: budget.tokensPerMonth, total: budget.tokensTotal };
  const dollars = { day: budget.usdPerDay, month: budget.usdPerMonth, total: budget.usdTotal };
  return (['day', 'month', 'total'] as const).flatMap((period) => {
    const tokenLimit = tokens[period];
    const dollarLimit = dollars[period];
    return [
      ...(tokenLimit === undefined ? [] : [{ period, unit: 'tokens' as const, limit: tokenLimit }]),
      ...(dollarLimit === undefined ? [] : [{ period, unit: 'nanoUsd' as const, limit: nanoOfDollars(dollarLimit) }]),
    ];
  });
}
