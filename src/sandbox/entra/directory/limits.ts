/** Longest values of a Graph user, in characters [G-TS]. */
export const LONGEST: Readonly<Record<string, number>> = {
  employeeId: 16,
  displayName: 256,
  givenName: 64,
  surname: 64,
  department: 64,
  companyName: 64,
  mailNickname: 64,
  mobilePhone: 64,
  jobTitle: 128,
  city: 128,
  state: 128,
  country: 128,
  postalCode: 40,
  streetAddress: 1024,
  ...Object.fromEntries(
    Array.from({ length: 15 }, (_, at) => [`extensionAttribute${at + 1}`, 1024]),
  ),
};

/** What is wrong with a value, or null. */
export function valueProblem(name: string, value: string): 'tooLong' | 'invalidValue' | null {
  if (name === 'usageLocation' && !/^[A-Za-z]{2}$/.test(value)) return 'invalidValue';
  if (name === 'userType' && value !== 'Member' && value !== 'Guest') return 'invalidValue';
  return [...value].length > (LONGEST[name] ?? Infinity) ? 'tooLong' : null;
}
