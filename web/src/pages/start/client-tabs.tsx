import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { Code } from '../../ui/code.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { blocksFor, CLIENTS, type Client } from './clients.ts';

interface ClientTabsProps {
  /** Undefined: it was shown before, and cannot be shown again. */
  readonly secret: string | undefined;
  readonly model: string | undefined;
}

/** Lines to paste for each client, with the address by which the page was opened. */
export function ClientTabs({ secret, model }: ClientTabsProps) {
  const { t } = useLanguage();
  const [client, setClient] = useState<Client>('claude-code');
  const lines = { origin: window.location.origin, key: secret ?? 'rw-…', model };
  const content = () => (
    <div className="grid gap-4">
      {blocksFor(client, lines).map((block) => (
        <figure key={block.title} className="grid min-w-0 gap-1">
          <figcaption className="text-sm text-quiet">{block.title}</figcaption>
          <Code text={block.lines} />
        </figure>
      ))}
    </div>
  );
  return (
    <Tabs
      label={t('start.clients')}
      value={client}
      onChange={setClient}
      tabs={CLIENTS.map((value) => ({ value, title: t(`start.client.${value}`), content }))}
    />
  );
}
