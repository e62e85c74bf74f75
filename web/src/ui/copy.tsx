import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { copyText } from '../lib/clipboard.ts';
import { Button, IconButton } from './button.tsx';
import { useNotices } from './notices.tsx';

const SHOWN_MS = 2_000;

interface CopyProps {
  /** What is copied, or how it is got. */
  readonly text: string | (() => Promise<string>);
  readonly label?: string;
  readonly isIcon?: boolean;
}

/** Copies a text, and says that it did. */
export function CopyButton({ text, label, isIcon = false }: CopyProps) {
  const { t } = useLanguage();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const put = usePut();
  const copy = async () => setCopied(await put(text));
  const words = isCopied ? t('copied') : (label ?? t('copy'));
  const icon = isCopied ? Check : Copy;
  if (isIcon) return <IconButton icon={icon} label={words} onClick={copy} />;
  return (
    <Button isSmall icon={icon} onClick={copy}>
      <span aria-live="polite">{words}</span>
    </Button>
  );
}

/** Makes the function that copies a text, or what is got as one, and says in a notice that it did. */
export function useCopy(): (text: CopyProps['text']) => Promise<void> {
  const { t } = useLanguage();
  const notices = useNotices();
  const put = usePut();
  return async (text) => {
    if (await put(text)) notices.done(t('copied'));
  };
}

/** Puts a text into the clipboard, and says why where it cannot. */
function usePut() {
  const { t } = useLanguage();
  const notices = useNotices();
  return async (text: CopyProps['text']): Promise<boolean> => {
    try {
      const isDone = await copyText(typeof text === 'string' ? text : await text());
      if (!isDone) notices.failed(new Error(t('copy.failed')));
      return isDone;
    } catch (error) {
      notices.failed(error);
      return false;
    }
  };
}
