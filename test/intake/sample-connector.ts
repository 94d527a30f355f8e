import { number, object, string, ValidationError } from 'yup';
import { defineConnector, type Connector } from '../../src/kit/index.js';

const schema = object({
  approval: string().required(),
  ticket: string().required(),
  employee_id: string()
    .matches(/^[A-Za-z0-9-]+$/)
    .required(),
  revision: number().integer().min(0),
});

/** A connector as strict as a real one, without anything to read back. */
export const sampleConnector: Connector = defineConnector({
  name: 'sample',
  title: 'Sample',
  settings: [],
  auth: ['none'],
  concurrency: 1,
  readBatch: 1,
  parse(body) {
    if ((body as { explode?: boolean }).explode) throw new Error('a bug in the connector');
    if ((body as { echo?: boolean }).echo) return { is: 'ignored', why: 'our own writeback' };
    const errors = errorsOf(body);
    if (errors.length > 0) {
      const told = (body as { ticket?: unknown }).ticket;
      const ticket = typeof told === 'string' ? { ticket: { number: told } } : {};
      return { is: 'refusal', problem: 'validation-failed', errors, ...ticket };
    }
    const { approval, ticket } = body as { approval: string; ticket: string };
    if (approval !== 'approved') {
      const at = [{ pointer: '/approval', code: 'not-approved' }];
      return { is: 'refusal', problem: 'not-approved', errors: at, ticket: { number: ticket } };
    }
    return { is: 'hint', event: 'approval.approved', tickets: [{ number: ticket }] };
  },
  revisionOf: (body) => (body as { revision?: number }).revision ?? 0,
  *read() {
    return [];
  },
  *sweep() {
    return [];
  },
  *writeback() {
    return { is: 'impossible', why: 'a sample' };
  },
  ticketUrl: () => '',
});

function errorsOf(body: unknown): { pointer: string; code: string }[] {
  try {
    schema.validateSync(body, { strict: true, abortEarly: false });
    return [];
  } catch (error) {
    const { inner } = error as ValidationError;
    return inner.map(({ path, type }) => ({ pointer: `/${path ?? ''}`, code: type ?? 'invalid' }));
  }
}
