import type { FieldError } from './problem.js';

const DEPTH = 32;
const POINTER_LENGTH = 200;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const TOKEN = /[\t\n\r ]*("[^"\\]*(?:\\.[^"\\]*)*"|[^\s,:[\]{}"]+|[,:[\]{}])/y;

interface Frame {
  /** Keys seen; null in a list. */
  keys: Set<string> | null;
  /** Key or index of the value being read. */
  at: string | number;
  expectsKey: boolean;
}

export interface Finding {
  problem: 'malformed-json' | 'duplicate-key' | 'validation-failed';
  errors: FieldError[];
}

/** The first thing wrong in a text that `JSON.parse` takes, or null. Never deeper than the limit. */
export function scanJson(text: string): Finding | null {
  const frames: Frame[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const found = take(match[1] as string, frames);
    if (found) return found;
  }
  return null;
}

function take(token: string, frames: Frame[]): Finding | null {
  const frame = frames[frames.length - 1];
  switch (token[0]) {
    case '{':
    case '[':
      if (frames.length === DEPTH) return finding('malformed-json', frames, 'too-deep');
      frames.push(opened(token === '{'));
      return null;
    case '}':
    case ']':
      frames.pop();
      return null;
    case ',':
      if (frame) next(frame);
      return null;
    case ':':
      return null;
    case '"':
      return takeText(JSON.parse(token) as string, frames, frame);
    default:
      return takeNumber(token, frames);
  }
}

function opened(isObject: boolean): Frame {
  return { keys: isObject ? new Set() : null, at: isObject ? '' : 0, expectsKey: isObject };
}

function next(frame: Frame): void {
  if (frame.keys) frame.expectsKey = true;
  else frame.at = (frame.at as number) + 1;
}

function takeText(text: string, frames: Frame[], frame: Frame | undefined): Finding | null {
  if (!frame?.keys || !frame.expectsKey) {
    return text.isWellFormed() ? null : finding('validation-failed', frames, 'broken-character');
  }
  frame.at = text.toWellFormed();
  frame.expectsKey = false;
  if (!text.isWellFormed()) return finding('validation-failed', frames, 'broken-character');
  if (FORBIDDEN.has(text)) return finding('validation-failed', frames, 'forbidden-key');
  if (frame.keys.has(text)) return finding('duplicate-key', frames, 'duplicate-key');
  frame.keys.add(text);
  return null;
}

/** Beyond 2^53 two different numbers become one, and 1e400 becomes infinity. */
function takeNumber(token: string, frames: Frame[]): Finding | null {
  if (token === 'true' || token === 'false' || token === 'null') return null;
  const value = Number(token);
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return exact ? null : finding('validation-failed', frames, 'number-out-of-range');
}

/** The place as a JSON Pointer (RFC 6901). */
function finding(problem: Finding['problem'], frames: Frame[], code: string): Finding {
  const steps = frames.map(({ at }) => String(at).replaceAll('~', '~0').replaceAll('/', '~1'));
  const pointer = steps.map((step) => `/${step}`).join('');
  return { problem, errors: [{ pointer: pointer.slice(0, POINTER_LENGTH), code }] };
}
