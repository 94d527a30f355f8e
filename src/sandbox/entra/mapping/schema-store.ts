import type { Collection, SandboxState } from '../../state.js';
import { JOB_ID } from '../identities.js';
import { type CompiledSchema, compileSchema } from './compile.js';
import { defaultSchema } from './default-schema.js';
import type { SchemaDocument } from './schema-document.js';

/** The job's one schema document, compiled once for each version. */
export class SchemaStore {
  private readonly kept: Collection<SchemaDocument>;
  compiled: CompiledSchema;

  constructor(state: SandboxState) {
    this.kept = state.collection<SchemaDocument>('entra.schema');
    this.compiled = compileSchema(this.document);
  }

  get document(): SchemaDocument {
    return this.kept.get('schema') ?? defaultSchema(JOB_ID);
  }

  /** Throws where the document cannot work; then the old one stays. */
  replace(document: SchemaDocument): void {
    this.compiled = compileSchema(document);
    this.kept.put('schema', document);
  }
}
