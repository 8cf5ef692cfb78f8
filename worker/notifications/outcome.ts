import { AppError } from '#engine/error.ts';

/** What came of one attempt to tell a channel. */
export type Outcome =
	| { ok: true; detail: string }
	| {
			ok: false;
			/** For people: what failed, and what to do. */
			why: string;
			/** Trying again as it is helps nothing. */
			isFinal: boolean;
			/** The other side asked for a pause. */
			afterMs?: number;
	  };

export const told = (detail: string): Outcome => ({ ok: true, detail });
export const refused = (why: string): Outcome => ({ ok: false, why, isFinal: true });
export const notNow = (why: string, afterMs?: number): Outcome => ({
	ok: false,
	why,
	isFinal: false,
	...(afterMs !== undefined && { afterMs })
});

/** What is thrown on the way there, as an outcome; what is no failure of the way is thrown on. */
export function outcomeOf(error: unknown, host: string): Outcome {
	if (error instanceof AppError) {
		const why = [error.message, error.hint].filter(Boolean).join('. ');
		return error.code === 'host_private' ? refused(why) : notNow(why);
	}
	const { code, name } = Object(error) as { code?: string; name?: string };
	if (name === 'TimeoutError') return notNow(`${host} did not answer in time.`);
	const words = typeof code === 'string' ? networkWords[code] : undefined;
	if (words) return notNow(`${host} ${words}.`);
	if (typeof code === 'string' && /CERT|TLS|SSL|SELF_SIGNED/.test(code)) {
		return notNow(`The certificate of ${host} is not valid (${code}).`);
	}
	if (typeof code === 'string') return notNow(`${host} could not be reached (${code}).`);
	throw error;
}

const networkWords: Record<string, string> = {
	ECONNREFUSED: 'refused the connection',
	ECONNRESET: 'ended the connection',
	EPIPE: 'ended the connection',
	UND_ERR_SOCKET: 'ended the connection',
	ETIMEDOUT: 'did not answer in time',
	UND_ERR_CONNECT_TIMEOUT: 'did not answer in time',
	UND_ERR_HEADERS_TIMEOUT: 'did not answer in time',
	UND_ERR_BODY_TIMEOUT: 'did not answer in time',
	EHOSTUNREACH: 'can not be reached',
	ENETUNREACH: 'can not be reached'
};
