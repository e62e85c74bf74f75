import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { copyText } from '../lib/clipboard.ts';
import { Button, IconButton } from './button.tsx';

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
  const copy = async () => setCopied(await copyText(typeof text === 'string' ? text : await text()));
  const words = isCopied ? t('copied') : (label ?? t('copy'));
  const icon = isCopied ? Check : Copy;
  if (isIcon) return <IconButton icon={icon} label={words} onClick={copy} />;
  return (
    <Button isSmall icon={icon} onClick={copy}>
      <span aria-live="polite">{words}</span>
    </Button>
  );
}
