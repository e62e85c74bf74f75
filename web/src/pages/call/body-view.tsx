import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../../i18n/language.tsx';
import { formatBytes } from '../../lib/format.ts';
import { JsonView } from '../../ui/json/json-view.tsx';
import { Loaded } from '../../ui/states.tsx';
import { EventsView } from './events-view.tsx';
import { PlainText } from './plain-text.tsx';
import { bodyQuery, type StageView } from './queries.ts';
import type { ReadBody } from './reading/body.ts';
import { useRememberedChoice } from './remembered-choice.ts';

interface BodyViewProps {
  readonly id: string;
  readonly stage: StageView;
  readonly label: string;
}

/** The body of a stage, or why there is none. */
export function BodyView({ id, stage, label }: BodyViewProps) {
  const { t } = useLanguage();
  const { bytes, keptBytes } = stage;
  const isKept = keptBytes !== null;
  const query = useQuery({ ...bodyQuery(id, stage), enabled: isKept && keptBytes > 0 });
  if (!isKept) return <p className="text-quiet">{t('call.body.dropped', { size: formatBytes(bytes) })}</p>;
  if (keptBytes === 0) return <p className="text-quiet">{t('call.body.empty')}</p>;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {keptBytes !== bytes && (
        <p className="text-sm text-warn">
          {t(keptBytes < bytes ? 'call.body.cut' : 'call.body.redacted', {
            kept: formatBytes(keptBytes),
            size: formatBytes(bytes),
          })}
        </p>
      )}
      <Loaded query={query} rows={6}>
        {(body) => <ShownBody body={body} label={label} section={stage.stage} />}
      </Loaded>
    </div>
  );
}

interface ShownBodyProps {
  readonly body: ReadBody;
  readonly label: string;
  /** Under which name the choice of a view is remembered. */
  readonly section: string;
}

function ShownBody({ body, label, section }: ShownBodyProps) {
  const [form, setForm] = useRememberedChoice(`${section}.form`, ['tree', 'flat'], 'tree');
  if (body.kind === 'json') return <JsonView value={body.value} label={label} form={form} onForm={setForm} />;
  if (body.kind === 'events') return <EventsView body={body} label={label} section={section} />;
  return <PlainText text={body.text} label={label} />;
}
