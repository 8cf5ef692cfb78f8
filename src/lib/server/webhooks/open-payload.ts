import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { bodyLimit } from '../http/body.ts';

const inflate = promisify(gunzip);

/** The body of a delivery as it came. */
export const openPayload = (payload: Uint8Array): Promise<Buffer> =>
	inflate(payload, { maxOutputLength: bodyLimit('/hooks/') });
