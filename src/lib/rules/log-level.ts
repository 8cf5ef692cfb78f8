export const levels = ['error', 'warning', 'other'] as const;
export type LogLevel = (typeof levels)[number];

// eslint-disable-next-line no-control-regex -- the colours that a line may hold
const colours = /\u001b\[[\d;:]*m/g;
// "0 errors" is none, and neither is a file that is called error.js.
const error =
	/(?<!\b(?:no|0) )(?:\bERR!|\b(?:error|fatal|panic|panicked|critical|emerg|uncaught|unhandled|exception|traceback|failed)\b|\b\w+(?:Error|Exception)\b)(?!\.\w|s?: ?0\b)/i;
const warning = /\b(?:warn|warning|deprecated)\b/i;
// pino and bunyan count: 50 and 60 are errors.
const jsonError = /"level": ?(?:"(?:error|fatal|critical)"|[56]0\b)/i;
const jsonOther = /"level": ?(?:"(?:info|debug|trace|notice)"|[123]0\b)/i;

/** How grave a line is, told by its words: most programs write no more than those. */
export function levelOf(text: string): LogLevel {
	const plain = text.length > 2000 ? text.slice(0, 2000) : text;
	const words = plain.includes('\u001b') ? plain.replace(colours, '') : plain;
	if (jsonError.test(words)) return 'error';
	if (jsonOther.test(words)) return 'other';
	if (error.test(words)) return 'error';
	return warning.test(words) ? 'warning' : 'other';
}
