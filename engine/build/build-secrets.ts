import { createHash } from 'node:crypto';
import { AppError } from '../error.ts';
import type { Variables } from '../spec.ts';

/** The file with all of them, as the generated Dockerfiles read it; no key can have a dot. */
const allOfThem = 'variables.sh';
/** BuildKit takes no larger secret. */
const maxBytes = 500 * 1024;

/**
 * What a build may mount: each variable by its key, and all of them as one file for a POSIX shell.
 * Errors: build_variables_too_large.
 */
export function buildSecrets(variables: Variables): Map<string, string> {
	const secrets = new Map(Object.entries(variables)).set(allOfThem, exportLines(variables));
	if (Buffer.byteLength(secrets.get(allOfThem) ?? '') > maxBytes) {
		throw new AppError(
			'build_variables_too_large',
			422,
			`The variables that builds see are larger than ${maxBytes / 1024} KB together`,
			{ hint: 'Let builds see only those they need; the others are for running containers.' }
		);
	}
	return secrets;
}

/** `export KEY='value'` a variable; in single quotes nothing but the quote itself means something. */
export function exportLines(variables: Variables): string {
	return Object.entries(variables)
		.map(([key, value]) => `export ${key}='${value.replaceAll("'", `'\\''`)}'\n`)
		.join('');
}

/**
 * BuildKit caches a step whatever is in the secrets it mounts, so a changed value would change nothing.
 * Ids are part of a step's key: each gets a mark of its value. Answers the text and what to serve.
 */
export function pinnedSecrets(
	dockerfile: string,
	secrets: ReadonlyMap<string, string>
): { text: string; served: Map<string, string> } {
	const served = new Map(secrets);
	const text = dockerfile.replace(/--mount=(\S+)/g, (whole, options: string) => {
		const fields = options.split(',');
		if (!fields.includes('type=secret')) return whole;
		const target = valueOf(fields, 'target', 'dst', 'destination');
		const id = valueOf(fields, 'id') ?? target?.split('/').pop();
		const value = id === undefined ? undefined : secrets.get(id);
		if (id === undefined || value === undefined) return whole;
		const pinned = `${id}.${mark(id, value)}`;
		served.set(pinned, value);
		const others = fields.filter((field) => !field.startsWith('id='));
		const isPlaced = target !== undefined || valueOf(fields, 'env') !== undefined;
		const place = isPlaced ? [] : [`target=/run/secrets/${id}`];
		return `--mount=${[...others, `id=${pinned}`, ...place].join(',')}`;
	});
	return { text, served };
}

function valueOf(fields: string[], ...names: string[]): string | undefined {
	const field = fields.find((one) => names.some((name) => one.startsWith(`${name}=`)));
	return field?.slice(field.indexOf('=') + 1);
}

/** Short, so that it tells two values apart without telling what they are. */
const mark = (id: string, value: string) =>
	createHash('sha256').update(`${id}\0${value}`).digest('hex').slice(0, 8);
