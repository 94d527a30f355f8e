import { toPlatformTime } from '../platform-time.js';

export interface Caller {
  sysId: string;
  userName: string;
}

const AGO: Record<string, number> = {
  minutesAgo: 60_000,
  hoursAgo: 3_600_000,
  daysAgo: 86_400_000,
};

/** The `javascript:` values integrations really send; any other is left as it is and matches nothing. */
export function scriptValue(value: string, caller: Caller, now: number): string {
  if (!value.startsWith('javascript:')) return value;
  const script = value.slice('javascript:'.length).replace(/;$/, '').trim();
  const ago = /^gs\.(minutesAgo|hoursAgo|daysAgo)\((\d{1,6})\)$/.exec(script);
  if (ago) return toPlatformTime(now - Number(ago[2]) * AGO[ago[1]!]!);
  const date = /^gs\.dateGenerate\('([\d-]+)',\s*'([\d:]+)'\)$/.exec(script);
  if (date) return `${date[1]} ${date[2]}`;
  if (script === 'gs.getUserID()') return caller.sysId;
  if (script === 'gs.getUserName()') return caller.userName;
  if (script === 'gs.nowDateTime()') return toPlatformTime(now);
  return value;
}
