import { useState } from 'react';
import type { RoutingReply } from '../../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { Card } from '../../../ui/card.tsx';
import { Choice } from '../../../ui/choice.tsx';
import { TextField } from '../../../ui/field.tsx';
import { ModelList } from '../models/model-list.tsx';
import { ReadOnlyNote } from '../read-only.tsx';
import { putBack } from '../sorting/keyed.ts';
import { useChangeRoutingAtOnce } from '../use-change-routing.ts';

/** Models that are asked what a request is, where the words alone do not tell. */
export function Judges({ routing }: { readonly routing: RoutingReply }) {
  const { t, count } = useLanguage();
  const change = useChangeRoutingAtOnce();
  return (
    <Card title={t('routing.judges')} about={t('routing.judges.about')}>
      <ReadOnlyNote routing={routing} field="routingModels" />
      <ModelList
        label={t('routing.judges')}
        names={routing.routingModels}
        isDisabled={routing.readOnly.includes('routingModels')}
        empty={t('routing.judges.empty')}
        onSort={(sorted) => change({ change: () => ({ routingModels: [...sorted] }) })}
        onAdd={(added) =>
          change({
            change: (now) => ({ routingModels: [...now.routingModels, ...added] }),
            said: count('routing.models.added', added.length),
            undo: (now) => ({ routingModels: now.routingModels.filter((name) => !added.includes(name)) }),
          })
        }
        onRemove={(name, index) =>
          change({
            change: (now) => ({ routingModels: now.routingModels.filter((one, at) => one !== name || at !== index) }),
            said: t('routing.models.removed', { name }),
            undo: (now) => ({ routingModels: putBack(now.routingModels, name, index) }),
          })
        }
      />
      {routing.routingModels.length > 0 && <Terms routing={routing} />}
    </Card>
  );
}

/** When they are asked, and how long they may take. */
function Terms({ routing }: { readonly routing: RoutingReply }) {
  const { t } = useLanguage();
  const change = useChangeRoutingAtOnce();
  const isDisabled = routing.readOnly.includes('judge');
  const { when } = routing.judge;
  return (
    <div className="mt-4 grid gap-4 border-t border-line pt-4">
      <ReadOnlyNote routing={routing} field="judge" />
      <div className="grid gap-1">
        <span className="text-sm font-medium">{t('routing.judges.when')}</span>
        <div>
          <Choice
            label={t('routing.judges.when')}
            value={when}
            options={[
              { value: 'unsure', text: t('routing.judges.unsure') },
              { value: 'always', text: t('routing.judges.always') },
            ]}
            isDisabled={isDisabled}
            onChange={(next) =>
              change({ change: ({ judge }) => ({ judge: { when: next, timeoutMs: judge.timeoutMs } }) })
            }
          />
        </div>
        <p className="text-sm text-quiet">{t(`routing.judges.${when}.about`)}</p>
      </div>
      <Timeout key={routing.judge.timeoutMs} routing={routing} isDisabled={isDisabled} />
    </div>
  );
}

function Timeout({ routing, isDisabled }: { readonly routing: RoutingReply; readonly isDisabled: boolean }) {
  const { t } = useLanguage();
  const change = useChangeRoutingAtOnce();
  const [text, setText] = useState(String(routing.judge.timeoutMs));
  const timeoutMs = Number(text);
  const isRight = /^\d+$/.test(text.trim()) && timeoutMs >= 50 && timeoutMs <= 60_000;
  const save = () => {
    if (!isRight || timeoutMs === routing.judge.timeoutMs) return;
    change({
      change: ({ judge }) => ({ judge: { when: judge.when, timeoutMs } }),
      said: t('routing.judges.timeout.saved', { ms: timeoutMs }),
    });
  };
  return (
    <TextField
      className="max-w-64"
      label={t('routing.judges.timeout')}
      hint={t('routing.judges.timeout.hint')}
      problem={isRight ? undefined : t('routing.judges.timeout.wrong')}
      inputMode="numeric"
      disabled={isDisabled}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  );
}
