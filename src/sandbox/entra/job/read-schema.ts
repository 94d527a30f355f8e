import { GraphError } from '../graph/graph-error.js';
import { compileSchema } from '../mapping/compile.js';
import type { SchemaDocument } from '../mapping/schema-document.js';

/** The whole document as it was read and changed; refused where it could not work. */
export function readSchema(body: Buffer): SchemaDocument {
  try {
    const document = JSON.parse(body.toString('utf8')) as SchemaDocument;
    compileSchema(document);
    return document;
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new GraphError('badRequest', `The synchronization schema is not valid: ${why}`);
  }
}
