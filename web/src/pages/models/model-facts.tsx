import { Brain, Eye, type LucideIcon, TextQuote, Wrench } from 'lucide-react';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCount, formatMoney } from '../../lib/format.ts';
import { abilities, type ModelRow, type ShownPrice } from './rows.ts';
import { CAPABILITIES, type Capability } from './search.ts';

const ICONS: Readonly<Record<Capability, LucideIcon>> = {
  tools: Wrench,
  vision: Eye,
  thinking: Brain,
  textTools: TextQuote,
};

/** A number of tokens that may not be known. */
export function Tokens({ tokens }: { readonly tokens: number | undefined }) {
  const { t } = useLanguage();
  if (tokens !== undefined) return <span title={tokens.toLocaleString('en')}>{formatCount(tokens)}</span>;
  return <Unknown label={t('models.unknown')} />;
}

function Unknown({ label }: { readonly label: string }) {
  return (
    <span className="text-quiet" title={label}>
      <span aria-hidden="true">–</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** What a model can do, as icons with names. */
export function Abilities({ model }: { readonly model: ModelRow['model'] }) {
  const { t } = useLanguage();
  const names = abilities(model, CAPABILITIES);
  if (names.length === 0) return <Unknown label={t('models.unknown')} />;
  return (
    <ul className="flex gap-2">
      {names.map((name) => {
        const Icon = ICONS[name];
        return (
          <li key={name} title={t(`models.can.${name}`)}>
            <Icon aria-hidden="true" className="size-4 text-quiet" />
            <span className="sr-only">{t(`models.can.${name}`)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Prices in and out, below them that of the cache, and who says so. */
export function Price({ price }: { readonly price: ShownPrice | undefined }) {
  const { t } = useLanguage();
  if (price === undefined) return <span className="text-quiet">{t('unpriced')}</span>;
  const money = (amount: number | null) => (amount === null ? '–' : formatMoney(amount, price.currency));
  const { cacheRead, cacheWrite } = price;
  const hasCache = cacheRead !== null || cacheWrite !== null;
  return (
    <div title={price.about === '' ? undefined : price.about}>
      <p className="whitespace-nowrap tabular-nums">
        {t('models.price.inOut', { input: money(price.input), output: money(price.output) })}
      </p>
      <p className="text-sm text-quiet">
        {hasCache && t('models.price.cache', { read: money(cacheRead), write: money(cacheWrite) })}
        {hasCache && price.source !== null && ' · '}
        {price.source !== null && <Source source={price.source} />}
      </p>
    </div>
  );
}

const SOURCES = ['file', 'admin', 'local', 'table', 'genai-prices'] as const;

function Source({ source }: { readonly source: string }) {
  const { t } = useLanguage();
  const known = SOURCES.find((name) => name === source);
  return known === undefined ? t('models.source.list', { platform: source }) : t(`models.source.${known}`);
}
