import { array, boolean, object } from 'yup';
import { LOG_LEVELS } from './config.js';
import { databaseUrl, port, retentionTime, text, webAddress } from './schema-fields.js';
import { connectionSchema } from './schema-connection.js';
import { targetSchema } from './schema-target.js';

/** The shape of bridge.yaml. Keys it does not know are refused: a typo must not be a default. */
export const bridgeSchema = object({
  port: port(),
  sandboxPort: port(),
  host: text(),
  dataDir: text(),
  publicUrl: webAddress(),
  databaseUrl: databaseUrl(),
  migrateAtStart: boolean(),
  sandbox: boolean(),
  logLevel: text().oneOf([...LOG_LEVELS]),
  templatesDirs: array(text().required()),
  connectorsDirs: array(text().required()),
  connections: array(connectionSchema.required()),
  targets: array(targetSchema.required()),
  retention: object({ deliveries: retentionTime(), tickets: retentionTime() })
    .noUnknown()
    .default(undefined),
}).noUnknown();
