import { array, boolean, number, object, string } from 'yup';
import { urlProblem } from './allowed-url.js';
import { byKind, duration, name, shape, text, textMap, uuid } from './schema-fields.js';

const credential = byKind({
  secret: shape({
    tenantId: uuid().required(),
    clientId: uuid().required(),
    secret: text().required(),
  }),
  certificate: shape({
    tenantId: uuid().required(),
    clientId: uuid().required(),
    certificateFile: text().required(),
  }),
  'managed-identity': shape({ clientId: uuid() }),
  'workload-identity': shape({
    tenantId: uuid().required(),
    clientId: uuid().required(),
    tokenFile: text().required(),
  }),
});

const limits = object({
  callsPerWindow: number().integer().min(1).max(40),
  window: duration(),
  callsPerDay: number().integer().min(1).max(1_000_000),
  terminationReserve: number().min(0).max(0.5),
  recordsPerCall: number().integer().min(1).max(50),
  logReadsPerWindow: number().integer().min(1).max(1000),
  logReadWindow: duration(),
}).noUnknown();

const timing = object({
  approvalFreshness: duration(),
  checkAfter: array(duration().required()).min(1),
  explainAfter: duration(),
  confirmWithin: object({
    'urgent-termination': duration(),
    termination: duration(),
    transfer: duration(),
    hire: duration(),
  }).noUnknown(),
  doubt: duration(),
  bucketFull: duration(),
  backoff: duration(),
  backoffMax: duration(),
  fill: duration(),
  clockSkew: duration(),
  jobCheck: duration(),
}).noUnknown();

/** Entra's own addresses; a stand-in may answer on loopback without TLS. */
const upstream = () =>
  string().test('upstream', function checkUpstream(value) {
    if (value === undefined) return true;
    const problem = urlProblem(value, { allowPrivate: true, anyPort: true });
    return problem ? this.createError({ message: problem }) : true;
  });

const domain = () =>
  text()
    .required()
    .matches(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { message: 'expected a domain such as example.com' });

export const targetSchema = object({
  name: name().required(),
  graphUrl: upstream(),
  authorityUrl: upstream(),
  credential,
  servicePrincipalId: uuid().required(),
  // It becomes part of an address, so nothing that could leave its segment.
  jobId: text()
    .required()
    .matches(/^[A-Za-z0-9._-]+$/, { message: 'expected a job id such as API2AAD.….…' }),
  domain: domain(),
  otherDomains: array(domain()),
  extensions: textMap(),
  directoryRead: boolean(),
  withoutBaseline: text().oneOf(['send', 'hold']),
  limits: limits.default(undefined),
  timing: timing.default(undefined),
}).noUnknown();
