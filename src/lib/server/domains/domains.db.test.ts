import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { changeDomains } from '../settings/change-domains.ts';
import { checkOwnDomains } from '../settings/check-own-domains.ts';
import { testWorld } from '../testing/world.ts';
import { addDomain } from './add-domain.ts';
import { listDomains } from './list-domains.ts';
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
				state: 'pending',
				kind: 'subdomain',
				records: [{ type: 'A', name: host, value: '1.2.3.4' }],
				alias: { type: 'CNAME', name: host, value: own.host }
			}
		]);
		expect(await jobs(`publish-hosts:${serviceId}`)).toHaveLength(1);
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
