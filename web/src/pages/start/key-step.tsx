import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SecretReply } from '../../../../src/admin/contract/keys.ts';
import { send } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { TextField } from '../../ui/field.tsx';
import { ClientTabs } from './client-tabs.tsx';

interface KeyStepProps {
  /** Of the key that was made here before. */
  readonly hasKey: boolean;
  /** Known as long as the page is not loaded anew. */
  readonly secret: string | undefined;
  readonly model: string | undefined;
  readonly onMade: (made: SecretReply) => void;
  readonly onNext: () => void;
}

/** A key for a client, and how the client is told of it. */
export function KeyStep({ hasKey, secret, model, onMade, onNext }: KeyStepProps) {
  const { t } = useLanguage();
  return (
    <>
      <p className="text-quiet">{t('start.key.about')}</p>
      {secret === undefined ? <NewKey hasKey={hasKey} onMade={onMade} /> : <Secret secret={secret} />}
      {(hasKey || secret !== undefined) && (
        <>
          <p>{t('start.clients.about')}</p>
          <ClientTabs secret={secret} model={model} />
          <div>
            <Button look="main" onClick={onNext}>
              {t('start.next')}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function Secret({ secret }: { readonly secret: string }) {
  const { t } = useLanguage();
  return (
    <div className="grid gap-2 rounded-lg bg-good-wash p-3">
      <p className="text-good">{t('start.key.once')}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 font-mono text-sm [overflow-wrap:anywhere]">{secret}</code>
        <CopyButton text={secret} />
      </div>
    </div>
  );
}

function NewKey({ hasKey, onMade }: Pick<KeyStepProps, 'hasKey' | 'onMade'>) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [name, setName] = useState(() => t('start.key.name.first'));
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const make = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      onMade(await send<SecretReply>('POST', '/api/keys', { name: name.trim() }));
    } catch (error) {
      setProblem(formatFailure(error, t));
    } finally {
      setBusy(false);
      client.invalidateQueries({ queryKey: keysQuery.queryKey });
    }
  };
  return (
    <form className="grid max-w-md gap-3" onSubmit={make} noValidate>
      {hasKey && <p>{t('start.key.again')}</p>}
      <TextField
        label={t('start.key.name')}
        hint={t('start.key.name.hint')}
        problem={problem}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div>
        <Button type="submit" look={hasKey ? 'normal' : 'main'} disabled={isBusy || name.trim() === ''}>
          {t(hasKey ? 'start.key.makeAnother' : 'start.key.make')}
        </Button>
      </div>
    </form>
  );
}
