/** `localhost:8080` is none, although it parses: its scheme would be `localhost`. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
