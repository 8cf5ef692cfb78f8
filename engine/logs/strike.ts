/** What stands in a log in place of a secret. */
export const struck = '••••••';

/** Shorter values would tear ordinary words out of a log. */
const shortest = 6;

/** The base64 of a value inside longer text: three alignments, without the characters that neighbours change. */
function base64Forms(value: string): string[] {
	const bytes = Buffer.from(value, 'utf8');
	return [0, 1, 2].flatMap((offset) => {
		const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
		const start = Math.ceil((offset * 8) / 6);
		const end = Math.floor((padded.length * 8) / 6);
		return (['base64', 'base64url'] as const).map((kind) =>
			padded.toString(kind).slice(start, end)
		);
	});
}

function urlForms(value: string): string[] {
	// A lone surrogate has no URL form.
	if (!value.isWellFormed()) return [];
	const encoded = encodeURIComponent(value);
	const strict = encoded.replace(
		/[!'()*]/g,
		(c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`
	);
	const form = new URLSearchParams({ v: value }).toString().slice(2);
	return [encoded, strict, form, encodeURI(value)].flatMap((text) => [
		text,
		text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
	]);
}

function jsonForms(value: string): string[] {
	const json = JSON.stringify(value).slice(1, -1);
	const ascii = json.replace(
		/[\u007f-\uffff]/g,
		(c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
	return [json, ascii, json.replaceAll('/', '\\/'), JSON.stringify(json).slice(1, -1)];
}

/** All the ways in which a secret may show up in a line: as it is, base64, URL-encoded, JSON-escaped. */
export function formsOf(secret: string): string[] {
	const whole = [secret, secret.trim()];
	// A log is struck line by line: so is a secret of several lines, such as a private key.
	const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
	const values = [...new Set([...whole, ...lines])].filter((value) => value.length >= shortest);
	const forms = values.flatMap((value) => [
		value,
		...base64Forms(value),
		...urlForms(value),
		...jsonForms(value)
	]);
	return [...new Set(forms)].filter((form) => form.length >= shortest);
}

/** Makes the function that takes every secret of at least six characters out of a text. */
export function createStrike(secrets: readonly string[]): (text: string) => string {
	const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
	if (forms.length === 0) return (text) => text;
	const pattern = new RegExp(forms.map((form) => RegExp.escape(form)).join('|'), 'g');
	return (text) => text.replace(pattern, struck);
}
