import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithTools, tool } from './tools.js';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'Dockerfile'), 'utf8');

/** Instructions, with continued lines joined and comments gone. */
function instructions(file: string): { keyword: string; rest: string }[] {
  const lines = file.replace(/^\s*#.*\n/gm, '').replaceAll(/\\\n\s*/g, '');
  return [...lines.matchAll(/^([A-Z]+) (.*)$/gm)].map(([, keyword = '', rest = '']) => ({
    keyword,
    rest,
  }));
}

/** One sentence for each thing that is wrong with how the image is built. */
function dockerfileFindings(file: string): string[] {
  const all = instructions(file);
  const last = all.slice(all.findLastIndex(({ keyword }) => keyword === 'FROM'));
  const of = (keyword: string) => last.find((one) => one.keyword === keyword)?.rest ?? '';
  const checks = {
    'one stage builds and runs': all.filter(({ keyword }) => keyword === 'FROM').length > 1,
    'not Node 24': /^NODE_IMAGE=node:24-/.test(all[0]?.rest ?? ''),
    'runs as root, or by a name': /^[1-9]\d*:[1-9]\d*$/.test(of('USER')),
    'a shell stands before the process': [of('ENTRYPOINT'), of('CMD')].every(isList),
    'no health check': /CMD \[/.test(of('HEALTHCHECK')),
    'does not listen outside the container': last.some(({ rest }) => rest.includes('HOST=0.0.0.0')),
  };
  const broken = Object.entries(checks).filter(([, holds]) => !holds);
  return [...broken.map(([finding]) => finding), ...copies(all)];
}

function isList(text: string): boolean {
  return Array.isArray(JSON.parse(text.startsWith('[') ? text : 'null'));
}

/** What is copied from the folder must be there, and let through by .dockerignore, a list of what may. */
function copies(all: { keyword: string; rest: string }[]): string[] {
  const ignore = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  const sources = all
    .filter(({ keyword, rest }) => keyword === 'COPY' && !rest.includes('--from='))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
  return sources.flatMap((source) => [
    ...(existsSync(join(root, source)) ? [] : [`${source} is not there`]),
    ...(ignore.includes(`!${source}`) ? [] : [`${source} is kept out by .dockerignore`]),
  ]);
}

test('the image is built in two stages, for a user that is not root, without a shell', () => {
  expect(dockerfileFindings(text)).toEqual([]);
});

test('what the second stage takes from the first is made there or copied into it', () => {
  const made = ['node_modules', 'dist', 'package.json', 'src'];
  const taken = [...text.matchAll(/--from=build \/app\/(\S+)/g)].map(([, path = '']) => path);
  expect(taken).toHaveLength(5);
  for (const path of taken) expect(made).toContain(path.split('/')[0]);
  const kept = taken.filter((path) => path.startsWith('src/'));
  for (const path of kept) expect(existsSync(join(root, path))).toBe(true);
});

test.each([
  ['runs as root, or by a name', 'USER 1000:1000', 'USER node'],
  ['a shell stands before the process', '["start"]', 'start'],
  ['not Node 24', 'ARG NODE_IMAGE=node:24-', 'ARG NODE_IMAGE=node:22-'],
  ['no health check', 'HEALTHCHECK', '# HEALTHCHECK'],
  ['one stage builds and runs', 'FROM ${NODE_IMAGE}\n', ''],
  ['docs is kept out by .dockerignore', 'COPY templates', 'COPY docs'],
  ['template is not there', 'COPY templates', 'COPY template'],
])('a change after which %s is found', (finding, right, wrong) => {
  expect(text).toContain(right);
  expect(dockerfileFindings(text.replace(right, wrong))).toContain(finding);
});

describeWithTools('the Dockerfile linter', () => {
  async function lint(file: string): Promise<string[]> {
    const { validate } = await tool('dockerfile-utils/lib/main.js');
    return validate(file).map(({ message }: { message: string }) => message);
  }

  test('finds nothing in the Dockerfile', async () => {
    expect(await lint(text)).toEqual([]);
  });

  test.each([
    ['an instruction that is none', 'WORKDIR /app', 'WORKDIRS /app', /Unknown instruction/],
    ['a flag that is none', '--start-period', '--startperiod', /Unknown flag/],
    ['a duration without a unit', '--interval=15s', '--interval=15', /unit/],
    ['a copy to nowhere', 'COPY src ./src', 'COPY src', /at least two arguments/],
  ])('finds %s', async (_, right, wrong, finding) => {
    expect((await lint(text.replace(right, wrong))).join('\n')).toMatch(finding);
  });
});
