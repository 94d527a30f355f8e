import type { Reason } from '../domain/reason.js';
import type { JobState } from '../ports/entra.js';

interface Known {
  match: RegExp;
  what: string;
  next: string;
  owner: Reason['owner'];
}

/** What log codes mean for people. Source: fact sheet 5.5; unknown codes are told as they are. */
const KNOWN: Known[] = [
  {
    match: /InvalidUserPrincipalName/i,
    what: 'Microsoft Entra refused the user name as invalid.',
    next: 'Operations correct the user name rule of the template, then the request is approved again.',
    owner: 'operations',
  },
  {
    match: /InvalidDomain|domain does not exist/i,
    what: 'Microsoft Entra does not know the domain of the user name.',
    next: 'An identity administrator verifies the domain or corrects the target’s domain setting.',
    owner: 'identity-admin',
  },
  {
    match: /Conflict|ObjectConflict|UserPrincipalName.*exist|proxyAddress/i,
    what: 'Another account already has this user name or address.',
    next: 'Operations find out whose account it is; nothing was changed for either person.',
    owner: 'operations',
  },
  {
    match: /DuplicateTargetEntries|DuplicateSourceEntries/i,
    what: 'More than one account has this employee number.',
    next: 'An identity administrator removes the duplicate, then the request is approved again.',
    owner: 'identity-admin',
  },
  {
    match: /StagedDelete/i,
    what: 'Microsoft Entra’s protection against mass deletion holds this change back.',
    next: 'An identity administrator allows the staged changes of the provisioning job.',
    owner: 'identity-admin',
  },
  {
    match: /MandatoryFieldsMissing|MissingValues|ImportSkipped|Source identifier/i,
    what: 'Microsoft Entra says a value that it needs was missing.',
    next: 'Operations compare the template with the job’s attribute mapping.',
    owner: 'operations',
  },
  {
    match: /InsufficientRights|NotPermitted|Unauthorized|on-premises|mastered/i,
    what: 'Microsoft Entra may not change this account, for example because it is mastered on-premises.',
    next: 'An identity administrator looks at where the account is managed.',
    owner: 'identity-admin',
  },
];

export function failureReason(code: string, text: string): Reason {
  const known = KNOWN.find(({ match }) => match.test(code) || match.test(text));
  return {
    code: 'entra-failed',
    what:
      known?.what ??
      `Microsoft Entra could not apply the change${code ? ` (${plain(code)})` : ''}.`,
    next: known?.next ?? 'Operations look at the provisioning log of this person.',
    owner: known?.owner ?? 'operations',
    ...(code ? { pointer: plain(code) } : {}),
  };
}

export const skippedReason: Reason = {
  code: 'entra-skipped',
  what: 'Microsoft Entra skipped this person, and nothing shows an account as the request asks. Most likely the person is outside the scope of the provisioning job.',
  next: 'An identity administrator checks the scoping filters of the provisioning job; then the request is approved again.',
  owner: 'identity-admin',
};

function plain(code: string): string {
  return code.replace(/[^A-Za-z0-9_-]/g, '').slice(0, 60);
}

/** Why no row came yet: job state, quarantine, delay, in that order. */
export function explainSilence(
  job: JobState | null,
  newestRowAt: number | null,
  startedAt: number,
): Reason {
  const next = 'Operations have been told; the request stays open and is sent again where needed.';
  const base = { next, owner: 'operations' } as const;
  if (
    job &&
    (job.code === 'paused' || job.scheduleState === 'paused' || job.scheduleState === 'disabled')
  ) {
    return {
      ...base,
      code: 'job-paused',
      what: 'The provisioning job in Microsoft Entra is paused.',
    };
  }
  if (job?.code === 'quarantine') {
    return {
      ...base,
      code: 'job-quarantined',
      what: 'The provisioning job in Microsoft Entra is in quarantine and runs only rarely.',
    };
  }
  if (job && job.code !== 'active') {
    return {
      ...base,
      code: 'job-not-running',
      what: 'The provisioning job in Microsoft Entra is not running.',
    };
  }
  if (newestRowAt === null || newestRowAt < startedAt) {
    return {
      ...base,
      code: 'log-delayed',
      what: 'Microsoft Entra’s provisioning log is late: it has no newer entries at all.',
    };
  }
  return {
    ...base,
    code: 'no-row-yet',
    what: 'Microsoft Entra has not reported on this person yet, though it reports on others.',
  };
}

export const unconfirmed: Reason = {
  code: 'unconfirmed',
  what: 'Microsoft Entra did not confirm the change in time, so it is sent again.',
  next: 'Operations have been told and look at the provisioning job.',
  owner: 'operations',
};
