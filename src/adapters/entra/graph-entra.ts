import Bottleneck from 'bottleneck';
import type { TargetSettings } from '../../domain/settings.js';
import type { Clock } from '../../ports/clock.js';
import type { HttpAnswer, HttpFailure, HttpRequest } from '../../ports/http.js';
import type { Entra, JobAnswer, LogPage, LogQuery, LogRow, LogStart } from '../../ports/entra.js';
import type { Random } from '../../ports/random.js';
import { describe, jsonObject, type Graph } from './graph.js';
import { readJob, readLogRow } from './log-row.js';

/**
 * With five reads in 10 s, pages of the service's own length let a day of many hires end unread. Its
 * longest is not documented (fact sheet 5.1); rows are of several KB, and an answer may have 10 MiB.
 */
const ROWS_PER_PAGE = 500;

/** The provisioning job over Microsoft Graph. */
export class GraphEntra implements Entra {
  private readonly logReads: Bottleneck;
  private readonly jobUrl: string;
  private rowsPerPage: number | null = ROWS_PER_PAGE;

  constructor(
    private readonly graph: Graph,
    private readonly target: TargetSettings,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.jobUrl = `${graph.baseUrl}/servicePrincipals/${target.servicePrincipalId}/synchronization/jobs/${target.jobId}`;
    this.logReads = new Bottleneck({
      reservoir: target.limits.logReadsPerWindow,
      maxConcurrent: 1,
    });
  }

  upload(body: string, callId: string, mayGo: () => boolean) {
    const request: HttpRequest = {
      method: 'POST',
      url: `${this.jobUrl}/bulkUpload`,
      headers: { 'content-type': 'application/scim+json', 'client-request-id': callId },
      body,
      timeoutMs: 20_000,
    };
    return this.graph.send(request, mayGo);
  }

  async logs(query: LogQuery): Promise<LogPage> {
    const answer = 'next' in query ? await this.readLogs(query.next) : await this.readFirst(query);
    const body = jsonObject(answer);
    const value = body?.['value'];
    if (!body || !Array.isArray(value)) {
      return { is: 'unavailable', why: describe(answer) };
    }
    const next = body['@odata.nextLink'];
    return {
      is: 'page',
      rows: value.map(readLogRow).filter((row): row is LogRow => row !== null),
      next: typeof next === 'string' ? next : null,
    };
  }

  async job(): Promise<JobAnswer> {
    const answer = await this.graph.get(this.jobUrl, this.random.uuid());
    if (answer.is === 'answer' && answer.status === 404) return { is: 'missing' };
    const body = jsonObject(answer);
    return body ? { is: 'job', job: readJob(body) } : { is: 'unavailable', why: describe(answer) };
  }

  private readLogs(url: string): Promise<HttpAnswer | HttpFailure> {
    return this.paced(() => this.graph.get(url, this.random.uuid()));
  }

  /** Where so long a page turns out to be what was refused, it is not asked for any more. */
  private async readFirst(query: LogStart): Promise<HttpAnswer | HttpFailure> {
    const answer = await this.readLogs(this.logsUrl(query, this.rowsPerPage));
    const refused = answer.is === 'answer' && answer.status === 400;
    if (!refused || this.rowsPerPage === null) return answer;
    const plain = await this.readLogs(this.logsUrl(query, null));
    if (jsonObject(plain)) this.rowsPerPage = null;
    return plain;
  }

  /** Only the documented operators: eq and gt (fact sheet 5.3). */
  private logsUrl({ since, person }: LogStart, rows: number | null): string {
    const filter = [
      `jobId eq '${this.target.jobId}'`,
      `activityDateTime gt ${new Date(since).toISOString()}`,
      // A quote within a text is doubled (OData 4.01, 5.1.1.14.1).
      ...(person === undefined ? [] : [`sourceIdentity/id eq '${person.replaceAll("'", "''")}'`]),
    ].join(' and ');
    const top = rows === null ? '' : `&$top=${rows}`;
    return `${this.graph.baseUrl}/auditLogs/provisioning?$filter=${encodeURIComponent(filter)}${top}`;
  }

  /** Reading logs has a limit of its own, 5 in 10 s per app: a sliding window, like the uploads'. */
  private paced<T>(call: () => Promise<T>): Promise<T> {
    return this.logReads.schedule(async () => {
      try {
        return await call();
      } finally {
        void this.clock
          .sleep(this.target.limits.logReadWindowMs)
          .then(() => this.logReads.incrementReservoir(1));
      }
    });
  }
}
