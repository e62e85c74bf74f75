/** Tells natural language from pasted code and output, line by line: a program is no wish, though wishes are about programs. */

/** What a text is made of. Lines that were left out are counted with their neighbours. */
export interface Divided {
  readonly prose: string;
  readonly code: Pasted;
  readonly log: Pasted;
}

/** Pasted lines. */
export interface Pasted {
  readonly lines: number;
  /** The first few. */
  readonly excerpt: string;
}

export const NOTHING_PASTED: Pasted = { lines: 0, excerpt: '' };

type LineKind = 'prose' | 'code' | 'log';

// Of longer texts the middle is not looked at: it hardly ever is a wish.
const LINES_AT_START = 100;
const LINES_AT_END = 50;
const LONGEST_LINE = 400;
const EXCERPT_CHARACTERS = 400;

/** Divides a text. A single line is taken for what the user says, whatever it looks like. */
export function divide(text: string): Divided {
  const lines = text.split('\n');
  if (lines.length === 1) return { prose: text.trim(), code: NOTHING_PASTED, log: NOTHING_PASTED };
  const middle = Math.max(0, lines.length - LINES_AT_START - LINES_AT_END);
  const kinds = new LineKinds();
  const head = lines.slice(0, middle === 0 ? lines.length : LINES_AT_START).map((line) => kinds.next(line));
  const skipped = head.at(-1) ?? 'prose';
  const tail = middle === 0 ? [] : lines.slice(-LINES_AT_END).map((line) => kinds.next(line));
  const looked = [...head, ...tail];
  const at = (index: number) => lines[index < head.length ? index : index + middle] ?? '';
  const of = (kind: LineKind) => looked.flatMap((found, index) => (found === kind ? [at(index)] : []));
  const paste = (kind: LineKind): Pasted => {
    const own = of(kind).filter((line) => line.trim() !== '');
    const left = skipped === kind ? middle : 0;
    return { lines: own.length + left, excerpt: own.join('\n').slice(0, EXCERPT_CHARACTERS) };
  };
  const prose = of('prose')
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { prose, code: paste('code'), log: paste('log') };
}

/** What each line is, one after the other: fences and patches go over several lines. */
class LineKinds {
  #fence: string | undefined;
  #isPatch = false;
  #before: LineKind = 'prose';

  next(line: string): LineKind {
    this.#before = this.#kindOf(line.slice(0, LONGEST_LINE).trimEnd());
    return this.#before;
  }

  #kindOf(line: string): LineKind {
    const fence = FENCE.exec(line)?.[1];
    if (this.#fence !== undefined) {
      if (fence === this.#fence) this.#fence = undefined;
      return isLog(line) ? 'log' : 'code';
    }
    if (fence !== undefined) {
      this.#fence = fence;
      return 'code';
    }
    if (PATCH.test(line)) this.#isPatch = true;
    else if (this.#isPatch && !PATCHED.test(line)) this.#isPatch = false;
    if (this.#isPatch) return 'code';
    if (line === '') return this.#before;
    if (isLog(line)) return 'log';
    return isCode(line, this.#before) ? 'code' : 'prose';
  }
}

const FENCE = /^\s*(```|~~~)/;
const PATCH = /^(?:diff --git |@@ -\d|--- \S|\+\+\+ \S|\*\*\* (?:Begin Patch|Update File:|Add File:))/;
const PATCHED = /^(?:[-+ @]|$|\*\*\* |index [0-9a-f]+\.\.|\\ No newline)/;

const LOGS: readonly RegExp[] = [
  // When: 2026-01-02T03:04:05, [03:04:05.678], Jan  2 03:04:05
  /^\s*\[?(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\d\d:\d\d:\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d)/,
  // How bad
  /^\s*\[?(?:ERROR|WARN|WARNING|INFO|DEBUG|TRACE|FATAL|CRITICAL|npm (?:ERR!|error|WARN|warn))(?:\]|:|\s|$)/,
  // Where: frames of JavaScript, Java, Python, Rust, Go; code frames
  /^\s*(?:at .*[(:]\S*:\d+\)?|at \S+\([^)]*\)|File ".+", line \d+|-->\s\S+:\d+|\.{3} \d+ more|goroutine \d+ )/,
  /^\s*>?\s*\d+\s\|/,
  /^\s*(?:[\w.@~-]*[/\\])*[\w@.-]+\.\w{1,5}[:(]\d+(?:[:,]\d+)?\)?(?::|\s-|\s|$)/,
  // What
  /^(?:Traceback \(most recent call last\)|Caused by: |Exception in thread |panic: |thread '.*' panicked|E {2,}\S)/,
  /^\s*(?:Uncaught )?(?:[\w$]+\.)*[\w$]*(?:Error|Exception|Panic)(?:: | \[|$)/,
  /^\s*(?:error|warning)(?:\[\w+\]| TS\d+)?: \S/,
  /^\s*(?:FAIL|PASS|FAILED|PASSED|✓|✗|✕|✖|×|●)\s+\S/,
  /^(?:Process exited with code|Exit code:?) -?\d+/,
];

/** A question about an error begins with the error now and then. */
function isLog(line: string): boolean {
  return LOGS.some((pattern) => pattern.test(line)) && !isAsking(line);
}

function isAsking(line: string): boolean {
  return /[?？]\s*$/.test(line) || HAN.test(withoutTexts(line));
}

const HAN = /\p{Script=Han}/u;

/** Without what stands in quotes and comments, which may be in any language. */
function withoutTexts(line: string): string {
  return line.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '""').replace(/(?:\/\/|#|\/\*| -- ).*$/, '');
}

/** What only programs have. */
const CERTAIN: readonly RegExp[] = [
  // Ends as statements and blocks do
  /[;{}]$|^\s*[\])}]+[,;)]*$|=>$|[([]$/,
  /^\s*(?:\/\/|\/\*|\*\/|<!--|-->|@\w+(?:\(|$)|(?:public|private|protected):$)/,
  // Declarations
  /^\s*(?:export |default |public |private |protected |static |async |abstract |final |pub |unsafe )*(?:function\b.*\(|(?:const|let|var|val|auto)\s+[\w${[].*=|class\s+[A-Z]\w*.*[:{(]|interface\s+\w+.*\{|type\s+\w+.*=|enum\s+\w+|struct\s+\w+|impl\b|fn\s+\w+|def\s+\w+\s*\(|func\s+[\w(]|namespace\s+\w)/,
  /^\s*(?:import\s+(?:[\w*{].*\sfrom\s+['"]|['"]|[\w.]+(?:\s+as\s+\w+)?$)|from\s+[\w.]+\s+import\s|package\s+[\w.]+$|using\s+[\w.]+$|require\()/,
];

/** What sentences may have too. */
const LIKELY: readonly RegExp[] = [
  // Control
  /^\s*(?:\}\s*)?(?:if|elif|else if|for|while|switch|catch|with|match)\b.*[:{]$|^\s*(?:else|try|finally|do)\s*[:{]$/,
  /^\s*return\b.*[;)\]}'"]$|^\s*(?:break|continue|pass)$/,
  // Assignments, calls, fields, elements
  /^\s*[\w$.[\]'"]+\s*(?:[-+*/|&?]{0,2}=|:=)\s*[^=\s]\S*(?:\(.*\)|$)/,
  /^\s*(?:await\s+)?[\w$]+(?:\.[\w$]+)*\(.*\)$/,
  /^\s*["']?[\w$-]+["']?\s*:\s*(?:["'[{]|-?\d|true\b|false\b|null\b).*[,\]}"'\w]$/,
  /^\s*<\/?[a-zA-Z][\w.-]*(?:\s+[\w:@-]+=.*|\s*)\/?>/,
  // Shell, SQL
  /^\s*[$%>] \S/,
  /^\s*(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (?:TABLE|INDEX|VIEW)|ALTER TABLE|FROM|WHERE|GROUP BY|ORDER BY)\s+\S+.*[\w*,;)]$/,
];
const SIGNS = /[{}[\]();=<>+*/&|!%^~$`\\]/g;
const MANY_SIGNS = 0.2;
const SHORT_LINE = 8;

const DIRECTIVE = /^\s*#(?:!|\s*(?:include|define|undef|if|ifdef|ifndef|else|endif|pragma)\b.*["<>\w]$)/;

function isCode(line: string, before: LineKind): boolean {
  if (DIRECTIVE.test(line) && !isSentence(line)) return true;
  const bare = withoutTexts(line).trimEnd();
  if (HAN.test(bare)) return false;
  if (bare.trim() === '') return before !== 'prose' || /^\s*(?:\/\/|\/\*|#!)/.test(line);
  if (CERTAIN.some((pattern) => pattern.test(bare))) return true;
  if (isSentence(bare)) return false;
  if (LIKELY.some((pattern) => pattern.test(bare))) return true;
  if (before === 'code' && /^(?:\t| {2,})\S/.test(line)) return true;
  const signs = bare.match(SIGNS)?.length ?? 0;
  return bare.length >= SHORT_LINE && signs / bare.trim().length > MANY_SIGNS;
}

/** Four words in a row, with nothing but spaces between them: people talk so. */
function isSentence(line: string): boolean {
  return /(?:^|\s)(?:[A-Za-z']+[, ]+){4,}[A-Za-z']+/.test(line);
}
