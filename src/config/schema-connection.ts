import { validate as isCron } from 'node-cron';
import { array, boolean, number, object, string } from 'yup';
import { isZone } from '../domain/zone.js';
import { urlProblem } from './allowed-url.js';
import type { RawConnection } from './raw.js';
import { byKind, duration, name, port, shape, text, textMap } from './schema-fields.js';

const HEADER = /^[A-Za-z0-9-]{1,64}$/;
const token = () =>
  text()
    .required()
    .test('token', 'expected at least 16 characters', (value) => value.length >= 16);
const header = () => text().required().matches(HEADER, { message: 'expected a header name' });

/** The specification asks for 24 to 64 bytes; older senders have shorter keys, 16 is the floor. */
const webhookSecret = () =>
  text()
    .required()
    .test('whsec', 'expected whsec_ and at least 16 bytes in base64', (value) => {
      const encoded = value.replace(/^whsec_/, '');
      return /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && Buffer.from(encoded, 'base64').length >= 16;
    });

const proof = byKind({
  'standard-webhooks': shape({
    secrets: array(webhookSecret()).required().min(1).max(4),
    toleranceSeconds: number().integer().min(1).max(3600),
  }),
  header: shape({ header: header(), tokens: array(token()).required().min(1).max(4) }),
  bearer: shape({ tokens: array(token()).required().min(1).max(4) }),
  basic: shape({
    credentials: array(object({ user: text().required(), password: text().required() }).noUnknown())
      .required()
      .min(1)
      .max(4),
  }),
});

const auth = byKind(
  {
    none: shape({}),
    basic: shape({ user: text().required(), password: text().required() }),
    bearer: shape({ token: text().required() }),
    header: shape({ header: header(), token: text().required() }),
    'oauth-client-credentials': shape({
      clientId: text().required(),
      clientSecret: text().required(),
    }),
    'standard-webhooks': shape({ secret: webhookSecret() }),
  },
  { optional: true },
);

export const connectionSchema = object({
  name: name().required(),
  connector: name().required(),
  url: string(),
  allowPrivate: boolean(),
  allowPorts: array(port().required()),
  target: name().required(),
  proof,
  auth,
  settings: textMap(),
  zone: text().test(
    'zone',
    'expected a time zone such as Europe/Berlin',
    (value) => value === undefined || isZone(value),
  ),
  rate: object({
    perSecond: number().required().min(1).max(10_000),
    burst: number().integer().required().min(1).max(100_000),
  })
    .noUnknown()
    .default(undefined),
  sweep: string().test('cron', 'expected a cron expression, seconds allowed', (value) =>
    value ? isCron(value) : true,
  ),
  sweepLookback: duration(),
})
  .noUnknown()
  .test('url', function checkUrl(value) {
    const raw = value as unknown as RawConnection;
    if (typeof raw?.url !== 'string' || raw.url === '') return true;
    const problem = urlProblem(raw.url, raw);
    return problem ? this.createError({ path: `${this.path}.url`, message: problem }) : true;
  });
