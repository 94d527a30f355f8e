export type Token =
  { is: 'text'; text: string } | { is: 'word'; text: string } | { is: 'sign'; text: string };

/** Quoted texts, signs, and words: names, operators, numbers, instants. */
export class TokenReader {
  private readonly tokens: Token[] = [];
  private at = 0;

  constructor(source: string) {
    const pattern = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s'(),]+)|(.))/gsy;
    for (const [all, text, sign, word] of source.matchAll(pattern)) {
      if (text !== undefined) this.tokens.push({ is: 'text', text: text.replaceAll("''", "'") });
      else if (word !== undefined) this.tokens.push({ is: 'word', text: word });
      else if (all.trim() !== '') this.tokens.push({ is: 'sign', text: sign ?? all.trim() });
    }
  }

  next(): Token | undefined {
    return this.tokens[this.at++];
  }

  take(sign: string): boolean {
    return this.takeIf('sign', sign);
  }

  takeWord(word: string): boolean {
    return this.takeIf('word', word);
  }

  private takeIf(is: Token['is'], text: string): boolean {
    const token = this.tokens[this.at];
    if (token?.is !== is || token.text.toLowerCase() !== text) return false;
    this.at++;
    return true;
  }
}
