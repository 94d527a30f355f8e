import { violation, type Checker } from '../history.js';

/** I10: the audit chain holds and shows every forgery, and logs tell no secrets. */
export const evidenceTrail: Checker = ({ brokenLink, unseenForgeries, log, secrets }) => [
  ...(brokenLink === null ? [] : [violation('I10', `the audit chain breaks at ${brokenLink}`)]),
  ...unseenForgeries.map((what) => violation('I10', `the chain did not show: ${what}`)),
  ...secrets
    .filter((secret) => log.some((line) => line.includes(secret)))
    .map((secret) => violation('I10', `"${secret}" stands in the log`)),
];
