import { AppError } from '../errors.ts';

const megabyte = 1024 * 1024;

/** Largest body by path: GitHub sends up to 25 MB; nothing a person types comes near the others. */
export function bodyLimit(pathname: string): number {
	if (pathname.startsWith('/hooks/')) return 25 * megabyte;
	if (pathname.startsWith('/api/')) return megabyte;
	return 2 * megabyte;
}

export function tooLarge(limit: number): AppError {
	return new AppError('body_too_large', 413, `The request is larger than ${limit / megabyte} MB.`);
}

/** Errors: body_too_large, by what the request itself declares. */
export function checkDeclaredLength(request: Request, limit: number): void {
	const length = request.headers.get('content-length');
	if (length !== null && Number(length) > limit) throw tooLarge(limit);
}

/** The raw body, read no further than `limit` bytes. Errors: body_too_large, body_too_slow. */
export async function readBody(request: Request, limit: number): Promise<Buffer> {
	checkDeclaredLength(request, limit);
	const chunks: Uint8Array[] = [];
	let length = 0;
	const reader = request.body?.getReader();
	if (!reader) return Buffer.alloc(0);
	const deadline = AbortSignal.timeout(30_000);
	const late = () => void reader.cancel();
	deadline.addEventListener('abort', late);
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (deadline.aborted) {
				throw new AppError(
					'body_too_slow',
					408,
					'The request took longer than 30 seconds to arrive.'
				);
			}
			if (done) return Buffer.concat(chunks);
			length += value.byteLength;
			if (length > limit) {
				await reader.cancel();
				throw tooLarge(limit);
			}
			chunks.push(value);
		}
	} finally {
		deadline.removeEventListener('abort', late);
	}
}
