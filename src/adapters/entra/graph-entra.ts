import Bottleneck from 'bottleneck';
import type { TargetSettings } from '../../domain/settings.js';
import type { Clock } from '../../ports/clock.js';
import type { HttpRequest } from '../../ports/http.js';
import type { Entra, JobAnswer, LogPage, LogQuery, LogRow } from '../../ports/entra.js';
import type { Random } from '../../ports/random.js';
import { describe, jsonObject, type Graph } from './graph.js';
import { readJob, readLogRow } from './log-row.js';

/** The provisioning job over Microsoft Graph. */
export class GraphEntra implements Entra {
  private readonly logReads: Bottleneck;
  private readonly jobUrl: string;

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
    const url = 'next' in query ? query.next : this.logsUrl(query);
    const answer = await this.paced(() => this.graph.get(url, this.random.uuid()));
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

  /** Only the documented operators: eq and gt (fact sheet 5.3). */
  private logsUrl({ since, person }: { since: number; person?: string }): string {
    const filter = [
      `jobId eq '${this.target.jobId}'`,
      `activityDateTime gt ${new Date(since).toISOString()}`,
      // A quote within a text is doubled (OData 4.01, 5.1.1.14.1).
      ...(person === undefined ? [] : [`sourceIdentity/id eq '${person.replaceAll("'", "''")}'`]),
    ].join(' and ');
    return `${this.graph.baseUrl}/auditLogs/provisioning?$filter=${encodeURIComponent(filter)}`;
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
