/** How the tokens, the cost and the end of a call are shown, wherever a call is. */

import type { CallView } from '../../../src/admin/contract/calls.ts';
import { useLanguage } from '../i18n/language.tsx';
import type { MessageKey } from '../i18n/messages.ts';
import { formatCost } from '../lib/figures.ts';
import { formatCount, formatMoney, formatShare } from '../lib/format.ts';
import { Badge, type Tone } from './badge.tsx';
import { classes } from './classes.ts';

type Counts = Pick<
  CallView,
  'inputTokens' | 'cacheReadTokens' | 'cacheWrite5mTokens' | 'cacheWrite1hTokens' | 'outputTokens' | 'usageSource'
>;

/** All tokens that went in: those of the cache too. */
function inputOf(call: Omit<Counts, 'outputTokens' | 'usageSource'>): number {
  return call.inputTokens + call.cacheReadTokens + call.cacheWrite5mTokens + call.cacheWrite1hTokens;
}

/** Which part of the input came out of a cache, from 0 to 1. */
function cacheShareOf(call: Omit<Counts, 'outputTokens' | 'usageSource'>): number {
  const input = inputOf(call);
  return input === 0 ? 0 : call.cacheReadTokens / input;
}

/** `19.5k → 187`, the share of the cache beside it; `≈` where it was estimated, a dash where nothing is known. */
export function TokensOf({ call }: { readonly call: Counts }) {
  const { t } = useLanguage();
  if (call.usageSource === 'none') return <Unknown title={t('calls.tokens.none')} />;
  const input = inputOf(call);
  const share = cacheShareOf(call);
  const isEstimated = call.usageSource === 'estimated';
  const detail = [
    t('tokens.detail', { input: input.toLocaleString('en'), output: call.outputTokens.toLocaleString('en') }),
    ...(share > 0 ? [t('calls.tokens.cached', { share: formatShare(share) })] : []),
    ...(isEstimated ? [t('tokens.estimated')] : []),
  ].join(' · ');
  return (
    <span title={detail} className="whitespace-nowrap tabular-nums">
      <span className="sr-only">{detail}</span>
      <span aria-hidden="true">
        {share > 0 && <span className="mr-1.5 text-xs text-good">{formatShare(share)}</span>}
        {isEstimated && '≈ '}
        {formatCount(input)} → {formatCount(call.outputTokens)}
      </span>
    </span>
  );
}

/** What it cost in dollars; in the currency of its price on hover. */
export function CostOf({ call }: { readonly call: Pick<CallView, 'usd' | 'cost' | 'costCurrency'> }) {
  const { t } = useLanguage();
  if (call.usd === null) return <Unknown title={t('unpriced')} />;
  const own = call.cost !== null && call.costCurrency !== null && call.costCurrency !== 'USD';
  return (
    <span
      title={own ? formatMoney(call.cost ?? 0, call.costCurrency ?? 'USD') : undefined}
      className="whitespace-nowrap tabular-nums"
    >
      {formatCost(call.usd)}
    </span>
  );
}

/** A dash, with the reason why there is no more to say. */
export function Unknown({ title }: { readonly title: string }) {
  return (
    <span title={title} className="text-quiet">
      <span className="sr-only">{title}</span>
      <span aria-hidden="true">–</span>
    </span>
  );
}

const TONES: Readonly<Record<CallView['outcome'], Tone>> = { ok: 'good', error: 'bad', aborted: 'warn' };

/** How it ended: its status, and the outcome in words unless it went well. */
export function OutcomeBadge({ call }: { readonly call: Pick<CallView, 'outcome' | 'status' | 'errorMessage'> }) {
  const { t } = useLanguage();
  const words = t(`outcome.${call.outcome}`);
  return (
    <Badge tone={TONES[call.outcome]} title={call.errorMessage ?? words}>
      <span className="tabular-nums">{call.status}</span>
      <span className={classes(call.outcome === 'ok' && 'sr-only')}>{words}</span>
    </Badge>
  );
}

const PURPOSES = ['main', 'continuation', 'title', 'compaction', 'side', 'count', 'web_search'] as const;

/** What a call was for, in words; what a later version says is shown as it is. */
export function usePurposeName(): (purpose: string) => string {
  const { t } = useLanguage();
  return (purpose) => (isPurpose(purpose) ? t(`calls.purpose.${purpose}` satisfies MessageKey) : purpose);
}

/** Purposes that are known, in the order in which they are offered. */
export const KNOWN_PURPOSES: readonly string[] = PURPOSES;

function isPurpose(purpose: string): purpose is (typeof PURPOSES)[number] {
  return KNOWN_PURPOSES.includes(purpose);
}
