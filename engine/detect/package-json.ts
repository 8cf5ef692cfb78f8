import { z } from 'zod';
import { AppError } from '../error.ts';

// What is of another type than it should be is treated as missing: other tools' fields are not our business.
const texts = z.record(z.string(), z.unknown()).catch({}).transform(onlyTexts).default({});
const text = z.string().optional().catch(undefined);

const shape = z.object({
	name: text,
	main: text,
	packageManager: text,
	scripts: texts,
	engines: texts,
	volta: texts,
	dependencies: texts,
	optionalDependencies: texts,
	devDependencies: texts,
	workspaces: z.unknown().optional(),
	devEngines: z
		.object({
			runtime: z.object({ name: text, version: text }).optional().catch(undefined),
			packageManager: z.object({ name: text, version: text }).optional().catch(undefined)
		})
		.optional()
		.catch(undefined)
});

export type PackageJson = z.infer<typeof shape>;

/** Errors: package_json_invalid. */
export function parsePackageJson(source: string): PackageJson {
	let json: unknown;
	try {
		json = JSON.parse(source.replace(/^\uFEFF/, ''));
	} catch (cause) {
		throw invalid((cause as Error).message, cause);
	}
	const parsed = shape.safeParse(json);
	if (!parsed.success) throw invalid('it is not an object', parsed.error);
	return parsed.data;
}

function invalid(reason: string, cause: unknown) {
	return new AppError('package_json_invalid', 422, `package.json cannot be read: ${reason}`, {
		hint: 'Mend package.json, commit and push.',
		cause
	});
}

function onlyTexts(record: Record<string, unknown>): Record<string, string> {
	const entries = Object.entries(record).filter((entry) => typeof entry[1] === 'string');
	return Object.fromEntries(entries) as Record<string, string>;
}
