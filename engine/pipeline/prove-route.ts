import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../error.ts';
import type { Visit } from '../proxy/port.ts';
import { nameEntry } from './name-entry.ts';
import type { StepContext } from './step.ts';

/** Milliseconds in which the public route must come to the new version. */
const routeDeadline = 10_000;
/** Milliseconds for one visit, the first certificate included. */
const visitDeadline = 20_000;
/** Milliseconds between two visits: the edge asks names again after 50. */
const pause = 10;

/** The visitor's way can not be tried for reasons outside this machine: DNS, the certificate authority. */
const outside = new Set(['certificate_failed', 'visit_timed_out']);

/**
 * One request the way a visitor's come, which must have reached one of `expected` ("address:port").
 * Gives what to say of it. Without a certificate yet there is no such way: that is said, not an error.
 * Errors: route_not_proved (another version, a page of the edge, or nobody answered), edge_unreachable.
 */
export async function proveRoute(expected: string[], context: StepContext): Promise<string> {
	const { log } = context;
	const { hosts = [] } = (await nameEntry(context)) ?? {};
	const host = hosts.find(({ certificate }) => certificate)?.host;
	if (!host) return 'live; it has no public host name yet';
	try {
		const visit = await untilExpected(host, { expected, context });
		const words = `https://${host} answered ${visit.status} in ${visit.milliseconds} ms`;
		log(`${words}, from ${visit.answeredBy}`, visit.status < 500 ? 'gantry' : 'stderr');
		return words;
	} catch (error) {
		if (!(error instanceof AppError) || !outside.has(error.code)) throw error;
		log(`Live, but https://${host} could not be visited yet: ${error.message}`, 'stderr');
		return `live; https://${host} could not be visited yet: ${error.message}`;
	}
}

async function untilExpected(
	host: string,
	{ expected, context }: { expected: string[]; context: StepContext }
): Promise<Visit> {
	const { spec, engine, signal } = context;
	const path = spec.health.kind === 'http' ? spec.health.path : '/';
	const end = Date.now() + routeDeadline;
	for (;;) {
		const within = AbortSignal.any([signal, AbortSignal.timeout(visitDeadline)]);
		const visit = await engine.proxy.visit(host, { path, signal: within });
		if (visit.answeredBy !== null && expected.includes(visit.answeredBy)) return visit;
		if (Date.now() > end) throw notProved(host, visit);
		await delay(pause, undefined, { signal });
	}
}

function notProved(host: string, { status, answeredBy }: Visit): AppError {
	const who =
		answeredBy === null ? 'the edge itself' : `${answeredBy}, which is not the new version`;
	return new AppError(
		'route_not_proved',
		502,
		`The new version runs, but https://${host} was answered ${status} by ${who}`,
		{
			hint: 'It is the live release, and Gantry goes on bringing its name there. See logs/gantry/edge.log in the data directory, then deploy again.'
		}
	);
}
