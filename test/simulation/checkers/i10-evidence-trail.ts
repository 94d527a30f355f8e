import { violation, type Checker } from '../history.js';

/** I10: the audit chain holds, its time never runs backwards by much, and logs tell no secrets. */
export const evidenceTrail: Checker = ({ brokenLink, log, secrets }) => [
  ...(brokenLink === null ? [] : [violation('I10', `the audit chain breaks at ${brokenLink}`)]),
  ...secrets
    .filter((secret) => log.some((line) => line.includes(secret)))
    .map((secret) => violation('I10', `"${secret}" stands in the log`)),
];
