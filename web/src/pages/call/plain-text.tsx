import { useLanguage } from '../../i18n/language.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { FullScreen } from '../../ui/json/full-screen.tsx';
import { TextLines } from '../../ui/json/text-lines.tsx';

/** A text, line by line, to be copied, and seen on the full screen. */
export function PlainText({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useLanguage();
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex justify-end gap-1">
        <CopyButton label={t('json.copyAll')} text={text} />
        <FullScreen title={label}>
          {(className) => <TextLines text={text} label={label} className={className} />}
        </FullScreen>
      </div>
      <TextLines text={text} label={label} className="max-h-[60dvh] rounded-lg border border-line bg-card p-2" />
    </div>
  );
}
