import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What makes a run repeatable: time, chance, settings and the network come in through ports. */
const ports = {
  'no-console': 'error',
  'no-restricted-globals': [
    'error',
    { name: 'setTimeout', message: 'Take the Clock port and sleep.' },
    { name: 'setInterval', message: 'Be a Worker; the loop turns it.' },
    { name: 'setImmediate', message: 'Be a Worker; the loop turns it.' },
    { name: 'fetch', message: 'Take the Http port.' },
    { name: 'performance', message: 'Take the Clock port: monotonic().' },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Take the Clock port.' },
    { object: 'Math', property: 'random', message: 'Take the Random port.' },
    { object: 'process', property: 'env', message: 'src/config alone reads the environment.' },
    { object: 'crypto', property: 'randomUUID', message: 'Take the Random port.' },
    { object: 'globalThis', property: 'fetch', message: 'Take the Http port.' },
    { object: 'globalThis', property: 'setTimeout', message: 'Take the Clock port.' },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        { name: 'node:crypto', importNames: ['randomUUID'], message: 'Take the Random port.' },
        { name: 'node:process', importNames: ['env'], message: 'src/config alone reads it.' },
        { name: 'node:timers', message: 'Take the Clock port.' },
        { name: 'node:timers/promises', message: 'Take the Clock port.' },
        { name: 'node:perf_hooks', message: 'Take the Clock port.' },
      ],
    },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: 'Take the Clock port; new Date(clock.now()) is fine.',
    },
    {
      selector: "CallExpression[callee.name='Date']",
      message: 'Date() without new tells the real time. Take the Clock port.',
    },
    {
      selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
      message: 'Let the renderer escape; text from tickets is never markup.',
    },
  ],
};

const size = {
  // A flat switch or table of answers reads easily at any length.
  complexity: ['error', { max: 15, variant: 'modified' }],
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
};

const MARKUP = '/^(innerHTML|outerHTML|srcdoc)$/';
const MARKUP_CALL = '/^(insertAdjacentHTML|write|writeln|createContextualFragment|setHTMLUnsafe)$/';

/** The console's content security policy trusts no string to become markup or code. */
const browser = {
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-script-url': 'error',
  'no-restricted-syntax': [
    'error',
    {
      selector: `AssignmentExpression[left.property.name=${MARKUP}]`,
      message: 'Build elements and set textContent.',
    },
    {
      selector: `AssignmentExpression[left.property.value=${MARKUP}]`,
      message: 'Build elements and set textContent.',
    },
    {
      selector: `CallExpression[callee.property.name=${MARKUP_CALL}]`,
      message: 'Build elements and set textContent.',
    },
    {
      selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value=/^on/i]",
      message: 'Use addEventListener.',
    },
    { selector: "Identifier[name='DOMParser']", message: 'Build elements and set textContent.' },
  ],
};

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'coverage/', 'node_modules/']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // A connector that needs no request still is a generator.
      'require-yield': 'off',
      // A port's method returns a promise whether or not this implementation of it waits.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    files: ['{src,connectors}/**/*.{ts,tsx}'],
    rules: { ...size, ...ports },
  },
  {
    files: ['src/{adapters,config,cli}/**/*.{ts,tsx}', 'src/cli.ts', 'src/sandbox/clock.ts'],
    rules: Object.fromEntries(Object.keys(ports).map((rule) => [rule, 'off'])),
  },
  {
    files: ['src/**/public/**/*.js'],
    rules: { ...size, ...browser, 'no-undef': 'off' },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      'no-control-regex': 'off',
      // Bodies of answers are read as they came.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['*.{js,cjs}', 'test/**/*.mjs', '.ci/**/*.mjs', 'deploy/**/*.mjs'],
    languageOptions: {
      globals: {
        ...{ process: 'readonly', console: 'readonly', fetch: 'readonly', URL: 'readonly' },
        ...{
          setTimeout: 'readonly',
          Buffer: 'readonly',
          module: 'writable',
          AbortSignal: 'readonly',
        },
        ...{ URLSearchParams: 'readonly' },
      },
    },
  },
);
