import { open } from 'node:fs/promises';

/** The newest part of the log is looked through: what is older has been tried again since. */
const tailBytes = 256 * 1024;

export interface IssuanceFailure {
	/** For people: "the authority answered 429: too many certificates". */
	reason: string;
	at: Date;
}

interface LogEntry {
	/** Seconds since the epoch. */
	ts?: unknown;
	level?: unknown;
	logger?: unknown;
	identifier?: unknown;
	error?: unknown;
}

/** Why hosts did not get a certificate at the last try, by host, as Caddy's log tells; empty without a log. */
export async function issuanceFailures(logFile: string): Promise<Map<string, IssuanceFailure>> {
	const failures = new Map<string, IssuanceFailure>();
	for (const line of (await tail(logFile)).split('\n')) {
		const { ts, level, logger, identifier, error } = parsed(line);
		if (level !== 'error' || logger !== 'tls.obtain') continue;
		if (typeof identifier === 'string' && typeof error === 'string') {
			failures.set(identifier, { reason: inWords(error), at: new Date(1000 * Number(ts)) });
		}
	}
	return failures;
}

function parsed(line: string): LogEntry {
	try {
		return JSON.parse(line) as LogEntry;
	} catch {
		return {};
	}
}

async function tail(path: string): Promise<string> {
	const file = await open(path, 'r').catch(() => null);
	if (!file) return '';
	try {
		const { size } = await file.stat();
		const bytes = Buffer.alloc(Math.min(size, tailBytes));
		await file.read(bytes, 0, bytes.length, size - bytes.length);
		return bytes.toString('utf8');
	} finally {
		await file.close();
	}
}

/** What an authority says of a refusal follows its kind: "HTTP 429 urn:ietf:params:acme:error:rateLimited - too many". */
function inWords(error: string): string {
	const [, status, said] = /HTTP (\d{3}) urn:[\w:]+ - (.*)$/s.exec(error) ?? [];
	if (status) return `the authority answered ${status}: ${said?.slice(0, 300)}`;
	const last =
		error
			.replace(/ \(ca=.*\)$/s, '')
			.split(': ')
			.at(-1) ?? error;
	return `the authority did not answer (${last.slice(0, 200)})`;
}
