import { AppError } from '../errors.ts';

const deepest = 20;
/** Keys that reach an object's prototype when carelessly copied. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

const malformed = (message: string) => new AppError('malformed_json', 400, message);

function checkKeys(value: unknown): void {
	if (typeof value !== 'object' || value === null) return;
	for (const [key, inner] of Object.entries(value)) {
		if (forbidden.has(key)) throw malformed(`The JSON has a key that is not allowed: ${key}.`);
		checkKeys(inner);
	}
}

/** How deep brackets nest, before a parser recurses into them; text inside strings does not count. */
function nesting(text: string): number {
	let depth = 0;
	let most = 0;
	let inString = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (inString) {
			if (character === '\\') at++;
			else if (character === '"') inString = false;
		} else if (character === '"') inString = true;
		else if (character === '[' || character === '{') most = Math.max(most, ++depth);
		else if (character === ']' || character === '}') depth--;
	}
	return most;
}

/** Errors: malformed_json (400) when the bytes are no UTF-8. */
export function decodeUtf8(body: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(body);
	} catch {
		throw malformed('The body is not UTF-8.');
	}
}

/**
 * UTF-8 JSON from outside. `anyKey` leaves keys alone, for payloads of which only named fields are read.
 * Errors: malformed_json (400).
 */
export function parseJson(
	body: Buffer,
	{ maxDepth = deepest, anyKey = false }: { maxDepth?: number; anyKey?: boolean } = {}
): unknown {
	const text = decodeUtf8(body);
	if (nesting(text) > maxDepth)
		throw malformed(`The JSON is nested deeper than ${maxDepth} levels.`);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw malformed('The body is not valid JSON.');
	}
	if (!anyKey) checkKeys(value);
	return value;
}
