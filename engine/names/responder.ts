import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { askServer } from './ask.ts';
import { certificateTries, TryBudget } from './budget.ts';
import { controlServer } from './control.ts';
import { answerQuery } from './dns/answer.ts';
import { dnsServer } from './dns/server.ts';
import { pagesServer } from './pages/server.ts';
import { ReachProofs } from './reach.ts';
import { NameStore } from './store.ts';
import { storedCertificates } from './stored-certificates.ts';

export interface NamesSettings {
	/** Unix sockets: what Caddy asks, and what the worker changes names through. */
	dnsSocket: string;
	controlSocket: string;
	/** Ports on loopback. */
	askPort: number;
	pagesPort: number;
	/** Where Caddy serves sites of files. */
	sitesPort: number;
	/** Where HTTP is sent to. */
	httpsPort: number;
	file: string;
	/** Caddy's storage: a host whose certificate stands there may always renew it. */
	caddyStorage: string;
}

const loopback = '127.0.0.1';

/** Starts all four listeners; resolves, when every one listens, with what stops them. */
export async function startNames(settings: NamesSettings): Promise<() => Promise<void>> {
	const store = await NameStore.open(settings.file);
	const resolve = (host: string) => store.table.resolve(host);
	const serving = (service: string) => store.table.serving(service);
	const passage = (host: string, path: string | null) => store.table.passage(host, path);
	const budget = new TryBudget(certificateTries, () => performance.now());
	const pages = { address: loopback, port: settings.pagesPort };
	const sites = { address: loopback, port: settings.sitesPort };
	const ask = askServer({
		resolve,
		hasCertificate: storedCertificates(settings.caddyStorage),
		mayTry: (host) => budget.take(host)
	});
	const dns = dnsServer((query) =>
		answerQuery(query, { resolve, serving, pages, sites, random: Math.random })
	);
	const proofs = new ReachProofs();
	const control = controlServer({ store, proofs, onAllowed: (host) => budget.forget(host) });
	const inner = pagesServer({ resolve, passage, proofs, httpsPort: settings.httpsPort });
	await listenOn(inner, settings.pagesPort);
	await listenOn(ask, settings.askPort);
	await listenAt(dns, settings.dnsSocket);
	await listenAt(control, settings.controlSocket);
	return async () => {
		for (const server of [control, ask, inner]) server.closeAllConnections();
		await Promise.all([control, ask, inner, dns].map((server) => closed(server)));
	};
}

async function listenOn(server: Server, port: number): Promise<void> {
	server.listen(port, loopback);
	await once(server, 'listening');
}

/** A socket left by a killed process is in the way. Who may connect is the umask's matter. */
async function listenAt(server: Server, path: string): Promise<void> {
	await rm(path, { force: true });
	server.listen(path);
	await once(server, 'listening');
}

function closed(server: Server): Promise<void> {
	return new Promise((resolve) => server.close(() => resolve()));
}
