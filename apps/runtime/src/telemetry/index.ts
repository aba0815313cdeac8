export { createLogger, type LogFields, type Logger, type LoggerOptions, type LogLevel } from './logger.ts';
export { isSecretName, MASK, redact, redactText } from './redact.ts';
