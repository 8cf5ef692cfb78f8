import type { Target } from '#engine/spec.ts';
import { startTestEdge } from '../../e2e/fixtures/edge.ts';

/** An edge whose one watched site is switched, while others change around it. */
export interface SwitchedEdge {
	httpsPort: number;
	pointTo: (target: Target) => Promise<void>;
	addDomain: () => Promise<void>;
	addService: () => Promise<void>;
	removeService: () => Promise<void>;
	stop: () => Promise<void>;
}

interface SwitchedOptions {
	host: string;
	sites: number;
	first: Target;
}

/** Gantry's: names changes its answer, Caddy's configuration stays. */
export async function startNamedEdge(
	binary: string,
	{ host, sites, first }: SwitchedOptions
): Promise<SwitchedEdge> {
	const edge = await startTestEdge(binary);
	const entry = (name: string) => ({
		hosts: [{ host: name, certificate: true }],
		state: 'live' as const,
		targets: [first]
	});
	const others = Array.from(
		{ length: sites - 1 },
		(_, index) => [`other${index}`, entry(`other${index}.localhost`)] as const
	);
	await edge.names.replace({ watched: entry(host), ...Object.fromEntries(others) });
	let domains = 0;
	let services = 0;
	return {
		httpsPort: edge.httpsPort,
		pointTo: (target) => edge.names.update('watched', { targets: [target] }),
		addDomain: () => {
			const more = Array.from({ length: ++domains }, (_, index) => `d${index}.test`);
			const hosts = ['other0.localhost', ...more].map((name) => ({
				host: name,
				certificate: true
			}));
			return edge.names.update('other0', { hosts });
		},
		addService: () => edge.names.update(`new${services}`, entry(`new${services++}.localhost`)),
		removeService: () => edge.names.remove(`new${--services}`),
		stop: () => edge.remove()
	};
}
