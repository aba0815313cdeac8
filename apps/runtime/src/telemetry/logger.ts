import { type DestinationStream, type Level, type Logger as Pino, pino, stdTimeFunctions } from 'pino';
import { redact, redactText } from './redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
/** Facts of a line. Errors belong under `error`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** A message is one sentence without data; the data are fields. Secrets are masked before a line is written. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose lines all carry `fields`. */
  child(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Least level that is written; `silent` writes nothing. */
  readonly level?: LogLevel | 'silent';
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
}

/** One JSON object a line: `time` (ISO), `level` (word), the fields, `message`. */
export function createLogger({ level = 'info', destination }: LoggerOptions = {}): Logger {
  const options = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(destination ? pino(options, destination) : pino(options));
}

function wrap(target: Pino): Logger {
  const write =
    (level: Level) =>
    (message: string, fields: LogFields = {}) => {
      // Masking costs more than writing: lines that are not wanted stop here.
      if (target.isLevelEnabled(level)) target[level](masked(fields), redactText(message));
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(target.child(masked(fields))),
  };
}

function masked(fields: LogFields): Record<string, unknown> {
  return redact(fields) as Record<string, unknown>;
}
