import { parse } from 'smol-toml';
import { AppError } from '../../error.ts';

/** A TOML file as plain data. Errors (422): manifest_invalid. */
export function parseToml(path: string, text: string): unknown {
	try {
		return parse(text.replace(/^\uFEFF/, ''));
	} catch (cause) {
		throw manifestInvalid(path, cause);
	}
}

/** A JSON file as plain data. Errors (422): manifest_invalid. */
export function parseJson(path: string, text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (cause) {
		throw manifestInvalid(path, cause);
	}
}

function manifestInvalid(path: string, cause: unknown): AppError {
	const [reason = ''] = (cause as Error).message.split('\n');
	return new AppError('manifest_invalid', 422, `${path} cannot be read: ${reason}`, {
		hint: `Mend ${path}, commit and push.`,
		cause
	});
}
