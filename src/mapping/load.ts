import { parseDocument } from 'yaml';
import { array, boolean, lazy, mixed, object, string, ValidationError, type AnySchema } from 'yup';
import { KINDS } from '../domain/kind.js';
import { templateProblems } from './check-template.js';
import { TemplateError, type Template } from './template.js';

const text = () => string().strict().required();

const person = lazy((value: unknown): AnySchema => {
  if (typeof value === 'boolean') return boolean().required();
  if (typeof value === 'string') return string().required();
  return object({ unique: array().of(text()).min(1).required(), domain: text() })
    .noUnknown()
    .required();
});

const change = object({
  when: string().strict(),
  effective: object({
    at: text(),
    time: string().matches(/^([01]\d|2[0-3]):[0-5]\d$|\{\{/, 'expected a time such as 17:00'),
    lead: string().matches(/^\d{1,3} (day|hour|minute)s?$/, 'expected a lead such as 14 days'),
    ambiguous: mixed().oneOf(['earlier', 'later']),
  })
    .noUnknown()
    .required(),
  urgent: string().strict(),
  expects: mixed().oneOf(['create', 'existing']),
  person: lazy((value: unknown) =>
    object(Object.fromEntries(Object.keys(value ?? {}).map((path) => [path, person]))).required(),
  ),
}).noUnknown();

const schema = object({
  name: text(),
  kind: mixed().oneOf(KINDS).required(),
  when: object({ catalogItem: text() }).noUnknown().required(),
  zone: text(),
  externalId: text(),
  matches: lazy((value: unknown) =>
    object(Object.fromEntries(Object.keys(value ?? {}).map((path) => [path, text()]))).default(
      undefined,
    ),
  ),
  changes: lazy((value: unknown) =>
    object(Object.fromEntries(Object.keys(value ?? {}).map((step) => [step, change]))).required(),
  ),
}).noUnknown();

/** Reads and checks one template whole. Throws `TemplateError` with every problem found. */
export function loadTemplate(file: string, source: string): Template {
  const parsed = parseYaml(file, source);
  let template: Template;
  try {
    template = {
      ...(schema.validateSync(parsed, { abortEarly: false, strict: true }) as unknown as Template),
      file,
    };
  } catch (error) {
    if (error instanceof ValidationError)
      throw new TemplateError(error.errors.map((one) => `${file}: ${one}`));
    throw error;
  }
  const problems = templateProblems(template);
  if (problems.length > 0)
    throw new TemplateError(problems.map((problem) => `${file}: ${problem}`));
  return template;
}

function parseYaml(file: string, source: string): unknown {
  const document = parseDocument(source, { schema: 'core', uniqueKeys: true, strict: true });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) throw new TemplateError([`${file}: ${problem.message.split('\n')[0]}`]);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw new TemplateError([`${file}: aliases are not allowed`]);
  }
}
