import { useLanguage } from '../../i18n/language.tsx';
import { Choice } from '../../ui/choice.tsx';
import { JsonView } from '../../ui/json/json-view.tsx';
import { EventTable } from './event-table.tsx';
import { PlainText } from './plain-text.tsx';
import type { ReadBody } from './reading/body.ts';
import { wordsOf } from './reading/parts.ts';
import { readReply } from './reading/reply.ts';
import { useRememberedChoice } from './remembered-choice.ts';

const VIEWS = ['table', 'text', 'lines', 'json', 'whole'] as const;

interface EventsViewProps {
  readonly body: Extract<ReadBody, { readonly kind: 'events' }>;
  readonly label: string;
  readonly section: string;
}

/** A stream: its events, its text, and the reply that it adds up to. */
export function EventsView({ body, label, section }: EventsViewProps) {
  const { t, count } = useLanguage();
  const [view, setView] = useRememberedChoice(`${section}.events`, VIEWS, 'table');
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Choice
          label={t('call.events.view')}
          value={view}
          onChange={setView}
          options={VIEWS.map((value) => ({ value, text: t(`call.events.${value}`) }))}
        />
        <span className="text-sm text-quiet">{count('call.events.count', body.events.length)}</span>
      </div>
      <View view={view} body={body} label={label} />
    </div>
  );
}

type ViewProps = Omit<EventsViewProps, 'section'> & { readonly view: (typeof VIEWS)[number] };

function View({ view, body, label }: ViewProps) {
  const { t } = useLanguage();
  const { events, whole, text } = body;
  switch (view) {
    case 'table':
      return <EventTable events={events} label={label} />;
    case 'text': {
      const words = wordsOf(readReply(whole)?.parts ?? []);
      return words === '' ? (
        <p className="text-quiet">{t('call.events.noText')}</p>
      ) : (
        <PlainText text={words} label={label} />
      );
    }
    case 'lines':
      return <PlainText text={text} label={label} />;
    case 'json':
      return <JsonView value={events.map(({ value, data }) => value ?? data)} label={label} />;
    case 'whole':
      if (whole === undefined) return <p className="text-quiet">{t('call.events.noReply')}</p>;
      return <JsonView value={whole} label={label} />;
  }
}
