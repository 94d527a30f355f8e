import { parseDocument } from 'yaml';
import { array, boolean, lazy, mixed, object, string, ValidationError, type AnySchema } from 'yup';
import { KINDS } from '../domain/kind.js';
import { pathProblem } from './attribute-paths.js';
import { liquid } from './liquid.js';
import { TemplateError, type ChangeRule, type Template } from './template.js';

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
    lead: string().matches(/^\d{1,3} (days|hours|minutes)$/, 'expected a lead such as 14 days'),
    ambiguous: mixed().oneOf(['earlier', 'later']),
  })
    .noUnknown()
    .required(),
  urgent: string().strict(),
  expects: mixed().oneOf(['create', 'existing']),
  person: lazy((value: unknown) =>
    object(
      Object.fromEntries(Object.keys((value ?? {}) as object).map((path) => [path, person])),
    ).required(),
  ),
}).noUnknown();

const schema = object({
  name: text(),
  kind: mixed().oneOf(KINDS).required(),
  when: object({ catalogItem: text() }).noUnknown().required(),
  zone: text(),
  externalId: text(),
  changes: lazy((value: unknown) =>
    object(
      Object.fromEntries(Object.keys((value ?? {}) as object).map((step) => [step, change])),
    ).required(),
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
  const problems = [
    ...pathProblems(template),
    ...expressionProblems(template),
    ...leaverProblems(template),
  ];
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

function* pathsOf(template: Template): Generator<[string, ChangeRule['person'][string]]> {
  for (const [step, rule] of Object.entries(template.changes)) {
    for (const [path, value] of Object.entries(rule.person))
      yield [`changes.${step}.person.${path}`, value];
  }
}

function pathProblems(template: Template): string[] {
  return [...pathsOf(template)].flatMap(([where]) => {
    const problem = pathProblem(where.slice(where.indexOf('.person.') + '.person.'.length));
    return problem ? [`${where}: ${problem}`] : [];
  });
}

function expressionProblems(template: Template): string[] {
  const expressions: [string, string][] = [
    ['zone', template.zone],
    ['externalId', template.externalId],
  ];
  for (const [step, rule] of Object.entries(template.changes)) {
    for (const [name, value] of Object.entries({
      when: rule.when,
      urgent: rule.urgent,
      ...rule.effective,
    })) {
      if (value) expressions.push([`changes.${step}.${name}`, value]);
    }
  }
  for (const [where, value] of pathsOf(template)) {
    if (typeof value === 'string') expressions.push([where, value]);
    else if (typeof value === 'object') {
      for (const one of [...value.unique, value.domain]) expressions.push([where, one]);
    }
  }
  return expressions.flatMap(([where, source]) => {
    const problem = expressionProblem(source);
    return problem ? [`${where}: ${problem}`] : [];
  });
}

/** Liquid finds an unknown filter only when it renders, so each expression is rendered once over nothing. */
function expressionProblem(source: string): string | null {
  try {
    liquid.parse(source);
    liquid.parseAndRenderSync(source, {});
    return null;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    return /undefined filter|not closed|not found|unexpected|invalid|limit/i.test(message)
      ? message.replace('undefined filter', 'unknown filter').replace(/, line:.*/, '')
      : null;
  }
}

/** A termination that does not disable, or does not say whom, is no termination. */
function leaverProblems(template: Template): string[] {
  if (template.kind !== 'termination') {
    const urgent = Object.entries(template.changes).filter(([, rule]) => rule.urgent);
    return urgent.map(([step]) => `changes.${step}.urgent: only terminations are ever urgent`);
  }
  return Object.entries(template.changes)
    .filter(([, rule]) => rule.person['active'] !== false)
    .map(([step]) => `changes.${step}.person.active: a termination must set active: false`);
}
