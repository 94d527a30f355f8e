import type { WritebackOrder } from '../../src/kit/index.js';

/** The note, then where to read more, then the marker by which a repeat is recognised. */
export function noteText({ view, marker, link }: WritebackOrder): string {
  return [plain(view.note), '', ...(link === '' ? [] : [plain(link)]), marker].join('\n');
}

/**
 * What stands between `[code]` tags is shown as HTML (fact sheet 1.8), so the tag is broken up;
 * control characters and those that turn the direction of text help no reader.
 */
export function plain(text: string): string {
  return text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, (char) =>
      char === '\n' ? char : ' ',
    )
    .replace(/\[(\s*\/?\s*)(code)(\s*)\]/gi, '($1$2$3)')
    .trim();
}
