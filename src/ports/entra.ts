import type { HttpAnswer, HttpFailure } from './http.js';

/** One provisioning-log row, read tolerantly: unknown members stay behind, enums in lower case. */
export interface LogRow {
  id: string;
  /** Milliseconds since the epoch, from `activityDateTime`. */
  at: number;
  jobId: string;
  /** `sourceIdentity.id`: the record's externalId. */
  externalId: string;
  /** create, update, disable, delete, stageddelete, other, or whatever comes next. */
  action: string;
  /** success, failure, skipped, warning, or whatever comes next. */
  status: string;
  cycleId: string;
  changeId: string;
  errorCode: string;
  errorReason: string;
  modified: { name: string; to: string }[];
}

export type LogPage =
  { is: 'page'; rows: LogRow[]; next: string | null } | { is: 'unavailable'; why: string };

export interface JobState {
  /** status.code in lower case: active, paused, quarantine, notrun, notconfigured, … */
  code: string;
  scheduleState: string;
  quarantineReason: string;
  /** Milliseconds since the epoch of the last finished run; null when unknown. */
  lastRunAt: number | null;
}

export type JobAnswer =
  { is: 'job'; job: JobState } | { is: 'missing' } | { is: 'unavailable'; why: string };

export interface LogStart {
  since: number;
  person?: string;
}

export type LogQuery = LogStart | { next: string };

/**
 * One provisioning job of Microsoft Entra. Every call is authenticated by the adapter, which
 * fetches one new token for all callers when a call is answered 401, and repeats the call once.
 */
export interface Entra {
  /**
   * POST bulkUpload. `callId` is sent as client-request-id. `mayGo` is asked last of all, before the
   * first byte leaves: a token may take its time, and meanwhile the right to send be lost.
   */
  upload(body: string, callId: string, mayGo: () => boolean): Promise<HttpAnswer | HttpFailure>;
  /**
   * Rows of our job after `since`, of everybody or of one `person` (an `externalId`), or the page a
   * former answer pointed at. Paced by the adapter.
   */
  logs(query: LogQuery): Promise<LogPage>;
  job(): Promise<JobAnswer>;
}
