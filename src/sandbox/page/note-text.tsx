const ADDRESS = /(https?:\/\/[^\s<>"'\][)]+)/;

/** Text as it is, its addresses as links; `[code]` stays the word it is. */
export function NoteText({ text }: { text: string }) {
  return (
    <p class="note-text">
      {text.split(ADDRESS).map((part) => (isAddress(part) ? <a href={part}>{part}</a> : part))}
    </p>
  );
}

/** The newest address in the notes: the bridge's own page about the ticket. */
export function newestAddress(texts: readonly string[]): string | undefined {
  return texts
    .flatMap((text) => text.split(ADDRESS))
    .filter(isAddress)
    .at(-1)
    ?.replace(/[.,;:!?]+$/, '');
}

const isAddress = (part: string): boolean => /^https?:\/\//.test(part) && URL.canParse(part);
