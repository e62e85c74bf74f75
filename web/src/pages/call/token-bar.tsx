import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { formatCount, formatShare } from '../../lib/format.ts';

interface Slice {
  readonly key: MessageKey;
  readonly tokens: number;
  readonly colour: string;
}

/** What a call took and gave, as a bar; beside it the numbers, and how much came from a cache. */
export function TokenBar({ call }: { readonly call: CallView }) {
  const { t } = useLanguage();
  const slices = slicesOf(call);
  const total = slices.reduce((sum, { tokens }) => sum + tokens, 0);
  if (total === 0) return <p className="text-quiet">{t('call.tokens.none')}</p>;
  const input = total - call.outputTokens;
  return (
    <div className="grid gap-2">
      <div aria-hidden="true" className="flex h-2.5 gap-px overflow-hidden rounded-full bg-sunken">
        {slices.map(({ key, tokens, colour }) => (
          <div key={key} style={{ flexGrow: tokens, minWidth: 3, background: `var(${colour})` }} />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {slices.map(({ key, tokens, colour }) => (
          <li key={key} className="flex items-center gap-1.5" title={tokens.toLocaleString('en')}>
            <span aria-hidden="true" className="size-2.5 rounded-sm" style={{ background: `var(${colour})` }} />
            {t(key)} <span className="tabular-nums">{formatCount(tokens)}</span>
          </li>
        ))}
      </ul>
      <p className="text-sm text-quiet">
        {input > 0 && t('call.tokens.cacheShare', { share: formatShare(call.cacheReadTokens / input) })}{' '}
        {call.usageSource === 'estimated' && t('call.tokens.estimated')}
      </p>
    </div>
  );
}

function slicesOf(call: CallView): readonly Slice[] {
  const all: readonly Slice[] = [
    { key: 'call.tokens.input', tokens: call.inputTokens, colour: '--series-2' },
    { key: 'call.tokens.cacheRead', tokens: call.cacheReadTokens, colour: '--series-3' },
    { key: 'call.tokens.cacheWrite5m', tokens: call.cacheWrite5mTokens, colour: '--series-4' },
    { key: 'call.tokens.cacheWrite1h', tokens: call.cacheWrite1hTokens, colour: '--series-6' },
    { key: 'call.tokens.reasoning', tokens: call.reasoningTokens, colour: '--series-5' },
    { key: 'call.tokens.output', tokens: call.outputTokens - call.reasoningTokens, colour: '--series-1' },
  ];
  return all.filter(({ tokens }) => tokens > 0);
}
