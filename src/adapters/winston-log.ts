import winston from 'winston';
import type { Log } from '../ports/log.js';
import { logLine } from './log-line.js';

export interface LogOptions {
  stream?: NodeJS.WritableStream;
  now?: () => number;
}

/** One JSON object per line, on standard output unless told otherwise. */
export function createLog(
  level: string,
  { stream = process.stdout, now = () => Date.now() }: LogOptions = {},
): Log {
  const logger = winston.createLogger({
    level,
    format: winston.format.printf((info) => String(info.message)),
    transports: [new winston.transports.Stream({ stream, eol: '\n' })],
  });
  const at = (level: 'info' | 'warn' | 'error') => (event: string, fields?: object) => {
    if (!logger.isLevelEnabled(level)) return;
    logger.log(level, logLine({ at: now(), level, event, fields: fields ?? {} }));
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
