// What languages are called.

interface Names {
  of(tag: string): string | undefined;
}

/** A language's name in that language; its tag where the browser knows none. One that no file says is the original. */
export function languageName(tag: string): string {
  if (isUnknown(tag)) return "Original";
  try {
    const { DisplayNames } = Intl as unknown as { DisplayNames?: new (locales: string[], options: { type: "language" }) => Names };
    const name = DisplayNames && new DisplayNames([tag], { type: "language" }).of(tag);
    return name ? name.charAt(0).toLocaleUpperCase(tag) + name.slice(1) : tag;
  } catch {
    return tag;
  }
}

/** The letters that stand for a language among others: "DE", or "PT-BR" beside another Portuguese; "" for one that is unknown. */
export function languageLetters(tag: string, among: readonly string[]): string {
  if (isUnknown(tag)) return "";
  const same = among.filter((other) => base(other) === base(tag));
  return (same.length > 1 ? tag : base(tag)).toUpperCase();
}

/** A file's name without the language in it, as the server reads such names: "talk.md" of "talk.pt-BR.md". */
export function withoutLanguage(path: string): string {
  const [all, stem = "", tag = "", ending = ""] = /^(.*[^./])\.([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*)(\.[^./]+)$/i.exec(path) || [];
  return all && isLanguage(tag.split(/[-_]/)[0]!.toLowerCase()) ? stem + ending : path;
}

/** Of three letters there are languages that are words, too: those that browsers speak are none. */
function isLanguage(code: string): boolean {
  const { DisplayNames } = Intl as unknown as { DisplayNames?: Spoken };
  if (!DisplayNames) return code.length === 2;
  if (code.length > 2) return DisplayNames.supportedLocalesOf([code]).length > 0;
  return new DisplayNames(["en"], { type: "language", fallback: "none" }).of(code) !== undefined;
}

interface Spoken {
  new (locales: string[], options: { type: "language"; fallback: "none" }): Names;
  supportedLocalesOf(locales: string[]): string[];
}

function isUnknown(tag: string): boolean {
  return tag === "" || tag === "und";
}

function base(tag: string): string {
  return tag.split("-")[0] || "";
}
