import { useState } from 'react';
import { useLanguage } from './i18n/language.tsx';

/** Shown until there is a call: the lines that make the first one. */
export function FirstCall() {
  const { t } = useLanguage();
  const [isCopied, setCopied] = useState(false);
  const lines = [
    `export ANTHROPIC_BASE_URL=${location.origin}/api/v1/claude-code`,
    'export ANTHROPIC_AUTH_TOKEN=rw-…',
    'claude',
  ].join('\n');
  const copy = () => navigator.clipboard.writeText(lines).then(() => setCopied(true));
  return (
    <div className="first-call">
      <p>
        <strong>{t('calls.none')}</strong>
      </p>
      <p className="quiet">{t('calls.none.about')}</p>
      <pre>
        <code>{lines}</code>
      </pre>
      {/* Browsers offer the clipboard only on loopback addresses and over TLS. */}
      {window.isSecureContext && (
        <button type="button" onClick={copy}>
          {isCopied ? t('calls.copied') : t('calls.copy')}
        </button>
      )}
    </div>
  );
}
