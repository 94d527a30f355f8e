import type { Entra, JobAnswer, LogPage, LogQuery, LogRow } from '../../src/ports/entra.js';
import type { HttpAnswer, HttpFailure } from '../../src/ports/http.js';

interface Operation {
  bulkId: string;
  data: { externalId: string; active: boolean; [name: string]: unknown };
}

/** Entra as a list: what was uploaded, what each call answers, which rows the log has. */
export class FakeEntra implements Entra {
  readonly calls: Operation[][] = [];
  rows: LogRow[] = [];
  /** What goes on before the first byte of a call leaves. */
  beforeUpload: () => Promise<void> = () => Promise.resolve();
  /** Answers to the next calls; 202 when there is none left. */
  answers: ((people: string[]) => HttpAnswer | HttpFailure)[] = [];
  jobAnswer: JobAnswer = {
    is: 'job',
    job: { code: 'active', scheduleState: 'active', quarantineReason: '', lastRunAt: null },
  };

  async upload(
    body: string,
    _callId: string,
    mayGo: () => boolean,
  ): Promise<HttpAnswer | HttpFailure> {
    await this.beforeUpload();
    if (!mayGo()) return { is: 'failure', maybeSent: false, why: 'withdrawn' };
    const { Operations } = JSON.parse(body) as { Operations: Operation[] };
    this.calls.push(Operations);
    const people = Operations.map((operation) => operation.data.externalId);
    return this.answers.shift()?.(people) ?? answer(202);
  }

  async logs(query: LogQuery): Promise<LogPage> {
    const { since, person } = 'next' in query ? { since: 0 } : query;
    const rows = this.rows
      .filter(({ at }) => at > since)
      .filter(({ externalId }) => person === undefined || externalId === person);
    return { is: 'page', rows, next: null };
  }

  async job(): Promise<JobAnswer> {
    return this.jobAnswer;
  }

  people(call: number): string[] {
    return (this.calls[call] ?? []).map((operation) => operation.data.externalId);
  }
}

export function answer(
  status: number,
  headers: Record<string, string> = {},
  body = '',
): HttpAnswer {
  return { is: 'answer', status, headers, body };
}

export const noAnswer: HttpFailure = { is: 'failure', maybeSent: true, why: 'timeout' };

export function logRow(externalId: string, at: number, change: Partial<LogRow> = {}): LogRow {
  return {
    id: `${externalId}@${at}`,
    at,
    jobId: 'job',
    externalId,
    action: 'update',
    status: 'success',
    cycleId: 'c',
    changeId: 'd',
    errorCode: '',
    errorReason: '',
    modified: [],
    ...change,
  };
}
