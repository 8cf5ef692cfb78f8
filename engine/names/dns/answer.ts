import { AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';
import type { Answer as Record, Question } from 'dns-packet';
import type { Target } from '../../spec.ts';
import type { Answer } from '../table.ts';
import { gateName, isSiteName, siteName } from './inner-names.ts';

/**
 * Caddy asks `<host>.edge.internal` for HTTPS and `<host>.plain.internal` for HTTP; its gate, which has decided on the
 * request, `<service>.service.internal`.
 */
const suffixes = {
	secure: '.edge.internal',
	plain: '.plain.internal',
	service: '.service.internal'
};
const addressName = /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\.edge\.internal$/;

/** The answer must fit what Go's resolver reads from a packet. */
const largestAnswer = 1232;
const headerBytes = 12;

const rcode = { ok: 0, notImplemented: 4, refused: 5 };

interface Sources {
	resolve: (host: string) => Answer;
	serving: (service: string) => Answer;
	/** The inner server that shows pages for hosts without an app. */
	pages: Target;
	/** Caddy's inner server: sites of files, and the gate. */
	sites: Target;
	/** From 0 up to, not including, 1: which target comes first when not all fit. */
	random: () => number;
}

/** The response to one DNS query; null when it is not a query that can be answered. Never throws. */
export function answerQuery(query: Uint8Array, sources: Sources): Buffer | null {
	const packet = readPacket(query);
	if (!packet || packet.type !== 'query') return null;
	try {
		return respond(packet, sources);
	} catch {
		// A name that can be read, but not written again.
		return null;
	}
}

function respond(packet: NonNullable<ReturnType<typeof readPacket>>, sources: Sources) {
	const [question, ...rest] = packet.questions ?? [];
	if (!question) return null;
	const withCode = (code: number, answers: Record[] = []) =>
		encode({
			type: 'response',
			id: packet.id,
			flags: AUTHORITATIVE_ANSWER | code,
			questions: [question],
			answers
		});
	if (rest.length > 0 || packet.opcode !== 'QUERY') return withCode(rcode.notImplemented);
	const answers = answersTo(question, sources);
	return answers ? withCode(rcode.ok, answers) : withCode(rcode.refused);
}

function readPacket(query: Uint8Array) {
	try {
		return decode(Buffer.from(query.buffer, query.byteOffset, query.byteLength)) as ReturnType<
			typeof decode
		> & { opcode?: string };
	} catch {
		return null;
	}
}

/** null: not a name of ours. */
function answersTo({ name, type }: Question, sources: Sources): Record[] | null {
	const lower = name.toLowerCase();
	const address = addressName.exec(lower);
	if (address) {
		const bytes = address.slice(1).map(Number);
		if (bytes.some((byte) => byte > 255)) return [];
		return type === 'A' ? [{ type: 'A', name, ttl: 0, data: bytes.join('.') }] : [];
	}
	if (type === 'A' && (lower === gateName || isSiteName(lower))) {
		return [{ type: 'A', name, ttl: 0, data: sources.sites.address }];
	}
	const places = placesOf(lower, sources);
	if (!places) return null;
	if (type === 'A') {
		return places.slice(0, 16).map((to) => ({ type: 'A', name, ttl: 0, data: to.address }));
	}
	if (type !== 'SRV') return [];
	return fitting(name, places, sources.random()).map(({ target, port }) => ({
		type: 'SRV',
		name,
		ttl: 0,
		data: { target, port, priority: 0, weight: 1 }
	}));
}

/** An address with the name that Caddy is told for it. */
interface Place extends Target {
	target: string;
}

function placesOf(name: string, sources: Sources): Place[] | null {
	const pages = [placeOf(sources.pages)];
	const asked = (suffix: string) => (name.endsWith(suffix) ? name.slice(0, -suffix.length) : null);
	const secure = asked(suffixes.secure);
	if (secure !== null) return placesIn(sources.resolve(secure), sources) ?? pages;
	const plain = asked(suffixes.plain);
	if (plain !== null) {
		const answer = sources.resolve(plain);
		// With a certificate allowed the inner server redirects to HTTPS; without one the app answers
		// over HTTP rather than not at all.
		return (answer.certificate ? null : placesIn(answer, sources)) ?? pages;
	}
	const service = asked(suffixes.service);
	return service === null ? null : (placesIn(sources.serving(service), sources) ?? pages);
}

/** null: there is nothing to show but a page. */
function placesIn({ targets, site, isGated }: Answer, { sites }: Sources): Place[] | null {
	if (isGated) return [{ ...sites, target: gateName }];
	if (site) return [{ ...sites, target: siteName(site) }];
	return targets.length > 0 ? targets.map(placeOf) : null;
}

function placeOf({ address, port }: Target): Place {
	return { address, port, target: `ip-${address.replaceAll('.', '-')}${suffixes.secure}` };
}

function fitting(name: string, places: Place[], random: number): Place[] {
	const nameBytes = name.length + 2;
	const longest = Math.max(...places.map(({ target }) => target.length));
	const recordBytes = nameBytes + 16 + longest + 2;
	const most = Math.floor((largestAnswer - headerBytes - nameBytes - 4) / recordBytes);
	if (places.length <= most) return places;
	const first = Math.floor(random * places.length);
	return [...places.slice(first), ...places.slice(0, first)].slice(0, most);
}
