import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { changeDomains } from '../settings/change-domains.ts';
import { checkOwnDomains } from '../settings/check-own-domains.ts';
import { testWorld } from '../testing/world.ts';
import { addDomain } from './add-domain.ts';
import { checkDomain } from './check-domain.ts';
import { listDomains } from './list-domains.ts';
import { redirectDomain } from './redirect-domain.ts';
import { removeDomain } from './remove-domain.ts';

const world = testWorld();
const newHost = () => `${newId()}.example.org`;

async function setup() {
	const ctx = await world.person('user');
	return { ctx, ...(await world.project(ctx)) };
}

const jobs = (key: string) =>
	world.db.$queryRaw<unknown[]>`select 1 from graphile_worker._private_jobs where key = ${key}`;

describe('domains', () => {
	it('are saved while they wait for DNS, with the records to set', async () => {
		const { ctx, serviceId } = await setup();
		const host = newHost();
		await addDomain(ctx, { serviceId, host: ` ${host.toUpperCase()}. ` });
		const { own, domains } = await listDomains(ctx, { serviceId });
		expect(own.host).toMatch(/^[a-z]+\.example\.com$/);
		expect(domains).toMatchObject([
			{
				host,
				url: `https://${host}`,
				dns: { state: 'waiting', seen: [] },
				certificate: { state: 'none' },
				kind: 'subdomain',
				zone: 'example.org',
				records: [{ type: 'A', name: host.split('.')[0], value: '1.2.3.4' }],
				alias: { type: 'CNAME', name: host.split('.')[0], value: own.host }
			}
		]);
		expect(await jobs(`publish-hosts:${serviceId}`)).toHaveLength(1);
	});

	it('show address records under the name @ where they are an apex, and no alias', async () => {
		const { ctx, serviceId } = await setup();
		const host = `${newId()}.org`;
		await addDomain(ctx, { serviceId, host });
		await world.db.domain.updateMany({
			where: { host },
			data: { expected: ['203.0.113.7', '2001:db8::7'] }
		});
		const { domains } = await listDomains(ctx, { serviceId });
		expect(domains).toMatchObject([
			{
				kind: 'apex',
				zone: host,
				records: [
					{ type: 'A', name: '@', value: '203.0.113.7' },
					{ type: 'AAAA', name: '@', value: '2001:db8::7' }
				],
				alias: null
			}
		]);
	});

	it('may stand for all names below another', async () => {
		const { ctx, serviceId } = await setup();
		const host = `*.${newId()}.org`;
		const { domainId } = await addDomain(ctx, { serviceId, host });
		const [waiting] = (await listDomains(ctx, { serviceId })).domains;
		expect(waiting).toMatchObject({ kind: 'wildcard', url: null, certificate: { state: 'none' } });
		expect(waiting?.records).toMatchObject([{ type: 'A', name: '*' }]);
		await world.db.domain.update({ where: { id: domainId }, data: { state: 'active' } });
		const [active] = (await listDomains(ctx, { serviceId })).domains;
		expect(active).toMatchObject({ certificate: { state: 'each' } });
	});

	it('are looked at again at once when somebody asks', async () => {
		const { ctx, serviceId } = await setup();
		const { domainId } = await addDomain(ctx, { serviceId, host: newHost() });
		const later = new Date(Date.now() + 3600_000);
		const data = { checkAgainAt: later, certificateRetryAt: later, waitsSince: new Date(0) };
		await world.db.domain.update({ where: { id: domainId }, data });
		await checkDomain(ctx, { domainId });
		const row = await world.db.domain.findUniqueOrThrow({ where: { id: domainId } });
		expect(row).toMatchObject({ checkAgainAt: null, certificateRetryAt: null });
		expect(row.waitsSince.getTime()).toBeGreaterThan(0);
	});

	it('belong to one app, whoever asks first', async () => {
		const [one, two] = [await setup(), await setup()];
		const host = newHost();
		const added = await Promise.allSettled([
			addDomain(one.ctx, { serviceId: one.serviceId, host }),
			addDomain(two.ctx, { serviceId: two.serviceId, host: host.toUpperCase() })
		]);
		const refused = added.filter((result) => result.status === 'rejected');
		expect(refused).toHaveLength(1);
		expect(refused[0]?.reason).toMatchObject({ code: 'domain_taken', status: 409, field: 'host' });
	});

	it('are free again once they are removed', async () => {
		const { ctx, serviceId } = await setup();
		const host = newHost();
		const { domainId } = await addDomain(ctx, { serviceId, host });
		await removeDomain(ctx, { domainId });
		await expect(addDomain(ctx, { serviceId, host })).resolves.toBeTruthy();
	});

	it.each(['localhost', 'gantry.example.com', 'shop.example.com', 'x.com {', '1.2.3.4'])(
		'can not be %s',
		async (host) => {
			const { ctx, serviceId } = await setup();
			await expect(addDomain(ctx, { serviceId, host })).rejects.toMatchObject({
				code: 'invalid_domain',
				status: 422,
				field: 'host'
			});
		}
	);
});

describe('a redirect', () => {
	async function two() {
		const { ctx, serviceId } = await setup();
		const zone = `${newId()}.org`;
		await addDomain(ctx, { serviceId, host: zone, twin: true });
		const rows = async () => {
			const { domains } = await listDomains(ctx, { serviceId });
			return Object.fromEntries(domains.map((one) => [one.host, one]));
		};
		const to = async (host: string, destination: string) =>
			redirectDomain(ctx, { domainId: (await rows())[host]?.id ?? '', to: destination });
		return { ctx, serviceId, zone, www: `www.${zone}`, rows, to };
	}

	it('is made with a domain for its twin', async () => {
		const { zone, www, rows } = await two();
		expect(await rows()).toMatchObject({
			[zone]: { redirectTo: null },
			[www]: { redirectTo: zone }
		});
	});

	it('leaves nothing behind when the twin belongs to somebody', async () => {
		const { ctx, serviceId } = await setup();
		const taken = await two();
		await removeDomain(taken.ctx, { domainId: (await taken.rows())[taken.zone]?.id ?? '' });
		const again = { serviceId, host: taken.zone, twin: true };
		await expect(addDomain(ctx, again)).rejects.toMatchObject({ code: 'domain_taken' });
		expect((await listDomains(ctx, { serviceId })).domains).toEqual([]);
	});

	it('is changed, taken back, and ends with where it leads', async () => {
		const { ctx, zone, www, rows, to } = await two();
		await to(www, '');
		await to(zone, www.toUpperCase());
		expect(await rows()).toMatchObject({
			[zone]: { redirectTo: www },
			[www]: { redirectTo: null }
		});
		await removeDomain(ctx, { domainId: (await rows())[www]?.id ?? '' });
		expect(await rows()).toMatchObject({ [zone]: { redirectTo: null } });
	});

	it('never leads round in a circle, nor to strangers', async () => {
		const { ctx, serviceId, zone, www, to } = await two();
		const more = newHost();
		await addDomain(ctx, { serviceId, host: more });
		await addDomain(ctx, { serviceId, host: `*.${zone}` });
		const stranger = await two();
		for (const [from, destination] of [
			[zone, www],
			[zone, more],
			[more, www],
			[more, more],
			[more, `*.${zone}`],
			[more, stranger.zone],
			[more, 'example.net'],
			[more, '{env.HOME}']
		] as const) {
			await expect(to(from, destination), `${from} ${destination}`).rejects.toMatchObject({
				...{ code: 'invalid_redirect', status: 422, field: 'to' }
			});
		}
		await expect(to(more, zone)).resolves.toEqual({ host: more });
	});
});

describe('the installation’s own names', () => {
	it('can not be one that an app has', async () => {
		const { ctx, serviceId } = await setup();
		const host = newHost();
		await addDomain(ctx, { serviceId, host });
		const admin = await world.person('admin');
		await expect(changeDomains(admin, { panelDomain: host })).rejects.toMatchObject({
			code: 'domain_taken',
			field: 'panelDomain'
		});
	});

	it('are looked at where they point, with the records to set', async () => {
		const { checks, records } = await checkOwnDomains(await world.person('admin'));
		expect(checks.map(({ host, pointsHere }) => [host, pointsHere])).toEqual([
			['gantry.example.com', false],
			['*.example.com', false]
		]);
		expect(records).toEqual([{ type: 'A', name: '*.example.com', value: '1.2.3.4' }]);
	});
});
