import { freePort } from '#engine/testing/free-port.ts';
import { addDomain } from '#lib/server/domains/add-domain.ts';
import type { Domain } from '#prisma/client/client.ts';
import { startAcmeGate, type AcmeGate } from '../fixtures/acme-gate.ts';
import { startAcmeServer } from '../fixtures/acme-server.ts';
import { visit } from '../fixtures/visit.ts';
import type { App } from './app.ts';
import { expectThat, type Experiment } from './experiment.ts';
import { onOwnGround, type Ground } from './ground.ts';
import { until } from './moments.ts';

const base = 'faults.example';

/** Adds a domain; answers it when it says why it waits. */
async function waitingDomain(ground: Ground, app: App, host: string): Promise<Domain> {
	const { domainId } = await addDomain(ground.ctx, { serviceId: app.serviceId, host });
	return until(`${host} to say why it waits`, async () => {
		const row = await ground.db.domain.findUniqueOrThrow({ where: { id: domainId } });
		return (row.certificateReason ?? row.reason) === null ? null : row;
	});
}

async function atAuthority(ground: Ground, gate: AcmeGate): Promise<string[]> {
	const app = await ground.app();
	const said: string[] = [];
	for (const passage of ['limited', 'down'] as const) {
		gate.passage = passage;
		const before = gate.refused();
		const row = await waitingDomain(ground, app, `${passage}.shop.${base}`);
		const reason = row.certificateReason;
		said.push(`${passage}: "${reason}"`);
		// Certificates that are there serve on, and new versions go live with them.
		await app.succeeds(await app.push(passage), passage);
		const orders = gate.refused() - before;
		expectThat(orders <= 3, `the authority was asked ${orders} times within moments`);
	}
	expectThat(said[0]?.includes('429') === true, `not what it said: ${said[0]}`);
	gate.passage = 'open';
	await addDomain(ground.ctx, { serviceId: app.serviceId, host: `open.shop.${base}` });
	await until('the certificate of another domain', async () => {
		const { status } = await visit(`https://open.shop.${base}:${ground.product.httpsPort}/`);
		return status === 200;
	});
	return said;
}

export const withoutCertificate: Experiment = {
	id: 'F29',
	strike:
		'a domain whose DNS does not point here; a certificate authority that answers 429, and one that is down',
	async run(shared) {
		const app = await shared.app();
		const { state, reason } = await waitingDomain(shared, app, `shop.${app.name}.invalid`);
		expectThat(state === 'pending', `it is ${state}`);
		await app.succeeds(await app.push('two'), 'two');

		const ports = { httpPort: await freePort(), httpsPort: await freePort() };
		const server = await startAcmeServer(ports);
		const gate = await startAcmeGate(server);
		try {
			const settings = {
				GANTRY_HTTP_PORT: String(ports.httpPort),
				GANTRY_HTTPS_PORT: String(ports.httpsPort),
				GANTRY_BASE_DOMAIN: base,
				GANTRY_ACME_CA: gate.directory,
				GANTRY_ACME_ROOT: gate.rootFile
			};
			let said: string[] = [];
			await onOwnGround({ settings }, async (ground) => {
				said = await atAuthority(ground, gate);
				return '';
			});
			return `DNS: "${reason}" · ${said.join(' · ')} · the app served and deployed meanwhile; other domains have theirs once it answers`;
		} finally {
			await gate.close();
			await server.stop();
		}
	}
};
