import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { RoutingReply } from '../../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { Card } from '../../../ui/card.tsx';
import { classes } from '../../../ui/classes.ts';
import { Empty, Failure, Loading } from '../../../ui/states.tsx';
import { Dial } from '../smart/dial.tsx';
import { EMPTY_PROMPT, type Prompt, requestOf } from './prompt.ts';
import { PromptFields } from './prompt-fields.tsx';
import { Samples } from './samples.tsx';
import { usePreview } from './use-preview.ts';
import { Verdict } from './verdict.tsx';

/** Shows what smart routing would decide of a prompt, while it is typed. No platform is asked. */
export function TryIt({ routing }: { readonly routing: RoutingReply }) {
  const { t } = useLanguage();
  const [prompt, setPrompt] = useState(EMPTY_PROMPT);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-2">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Card title={t('routing.try')} about={t('routing.try.about')}>
          <div className="grid gap-4">
            <PromptFields prompt={prompt} onChange={setPrompt} />
            <Samples onChoose={(turns) => setPrompt({ ...prompt, turns })} />
          </div>
        </Card>
        <Dial routing={routing} />
      </div>
      <Card title={t('routing.try.verdict')} className="min-h-96">
        <Decided prompt={prompt} version={routing.version} />
      </Card>
    </div>
  );
}

function Decided({ prompt, version }: { readonly prompt: Prompt; readonly version: number }) {
  const { t } = useLanguage();
  const { data, error, isPlaceholderData, refetch } = usePreview(prompt, version);
  if (requestOf(prompt) === undefined) {
    return (
      <Empty icon={FlaskConical} title={t('routing.try.empty')}>
        <p>{t('routing.try.empty.about')}</p>
      </Empty>
    );
  }
  if (error !== null) return <Failure error={error} retry={refetch} />;
  if (data === undefined) return <Loading rows={6} />;
  return (
    <div aria-live="polite" className={classes('transition-opacity', isPlaceholderData && 'opacity-60')}>
      <Verdict reply={data} />
    </div>
  );
}
