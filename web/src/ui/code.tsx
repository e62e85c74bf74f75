import { CopyButton } from './copy.tsx';

/** Lines to be copied into a terminal or a file. */
export function Code({ text }: { readonly text: string }) {
  return (
    <div className="relative min-w-0 rounded-lg border border-line bg-sunken">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-3 pr-24 font-mono text-sm leading-relaxed">
        <code>{text}</code>
      </pre>
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={text} />
      </div>
    </div>
  );
}
