import { once } from 'node:events';
import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Names } from '#engine/names/port.ts';
import { isPublic } from './own-addresses.ts';

/** Does who asks for a host at all of these addresses arrive at this machine? Never rejects. */
export type LeadsHere = (host: string, addresses: string[]) => Promise<boolean>;

interface Outside {
	/** Where visitors knock. */
	ports?: { http: number; https: number };
	/** A name in DNS must not be a way to ask what only this machine can reach. */
	mayAsk?: (address: string) => boolean;
	/** Milliseconds for all of them. */
	deadline?: number;
	/** Of certificates, beside the well-known ones. */
	ca?: string;
}

const mostAddresses = 8;
const longestAnswer = 1024;

/**
 * Asks from outside, as a visitor would: behind a proxy, a load balancer or an address that the provider translates,
 * DNS alone does not say where a host leads.
 */
export function leadsHere(
	names: Pick<Names, 'proveReach'>,
	{ ports = { http: 80, https: 443 }, mayAsk = isPublic, deadline = 5_000, ...secure }: Outside = {}
): LeadsHere {
	return async (host, addresses) => {
		if (addresses.length === 0 || addresses.length > mostAddresses) return false;
		if (!addresses.every(mayAsk)) return false;
		const signal = AbortSignal.timeout(deadline);
		try {
			const { path, answer } = await names.proveReach();
			const answers = addresses.map((address) =>
				ask({ host, address, path, ports, secure, signal })
			);
			return (await Promise.all(answers)).every((said) => said === answer);
		} catch {
			return false;
		}
	};
}

interface Question {
	host: string;
	address: string;
	path: string;
	ports: { http: number; https: number };
	secure: { ca?: string };
	signal: AbortSignal;
}

/** What is answered over HTTP; of a proxy that sends its visitors to HTTPS first, what it answers there. */
async function ask({ host, address, path, ports, secure, signal }: Question): Promise<string> {
	const common = { host: address, path, headers: { host }, agent: false, signal } as const;
	const response = await get(requestPlain, { ...common, port: ports.http });
	const { statusCode = 0, headers } = response;
	const isSentOn = [301, 302, 307, 308].includes(statusCode);
	if (!isSentOn || headers.location !== `https://${host}${path}`) return bodyOf(response);
	response.destroy();
	const options = { ...common, ...secure, port: ports.https, servername: host };
	return bodyOf(await get(requestSecure, options));
}

async function get(
	request: typeof requestPlain | typeof requestSecure,
	options: RequestOptions
): Promise<IncomingMessage> {
	const call = request(options);
	const [response] = (await once(call.end(), 'response')) as [IncomingMessage];
	return response;
}

/** Nothing of what is too long to be the answer. */
async function bodyOf(response: IncomingMessage): Promise<string> {
	let body = '';
	for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
		body += chunk;
		if (body.length > longestAnswer) return '';
	}
	return body;
}
