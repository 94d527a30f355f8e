/** Letters, digits and `' . - _ ! # ^ ~`; no accents, no dot before the @ [G-TS]. */
const UPN = /^[A-Za-z0-9'.\-_!#^~]*[A-Za-z0-9'\-_!#^~]@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)$/;
const LONGEST_NAME = 64;
const LONGEST = 113;

export function upnProblem(
  upn: string,
  verifiedDomains: readonly string[],
): 'invalidUpn' | 'unverifiedDomain' | null {
  const domain = UPN.exec(upn)?.[1]?.toLowerCase();
  if (!domain || upn.length > LONGEST || upn.indexOf('@') > LONGEST_NAME) return 'invalidUpn';
  const verified = verifiedDomains.some((known) => known.toLowerCase() === domain);
  return verified ? null : 'unverifiedDomain';
}
