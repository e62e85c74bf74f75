import { useLanguage } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { Dialog } from '../../ui/dialog.tsx';

const KEYS: readonly (readonly [readonly string[], MessageKey])[] = [
  [['J', '↓'], 'calls.keys.next'],
  [['K', '↑'], 'calls.keys.previous'],
  [['Enter'], 'calls.keys.open'],
  [['Esc'], 'calls.keys.close'],
  [['F'], 'calls.keys.full'],
  [['/'], 'calls.keys.search'],
  [['?'], 'calls.keys.help'],
];

/** Which keys do what on this page. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog title={t('calls.keys')} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2.5">
        {KEYS.map(([keys, text]) => (
          <div key={text} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd key={key} className="rounded border border-line bg-sunken px-2 py-0.5 font-sans text-sm">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
