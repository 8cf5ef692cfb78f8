import { describe, expect, it } from 'vitest';
import { edgeConfig } from './config.ts';
import { caddyLevels } from './level.ts';
import { sitesServer } from './sites-server.ts';
import { someSettings } from './testing/some-settings.ts';

describe('edgeConfig', () => {
	it.each(caddyLevels)('is this for Caddy %s', (level) => {
		const config = edgeConfig(someSettings(), level);
		const { inner, ...servers } = config.apps.http.servers;
		expect(inner.routes.slice(1)).toEqual(sitesServer(someSettings().sites).routes);
		const http = { ...config.apps.http, servers };
		expect({ ...config, apps: { ...config.apps, http } }).toMatchSnapshot();
	});

	it('has the same inner server for sites of files at every level', () => {
		expect(sitesServer(someSettings().sites)).toMatchSnapshot();
	});

	it('hands hosts that need a decision on each request to a gate, which is the same for all', () => {
		const { inner } = edgeConfig(someSettings(), '2.8').apps.http.servers;
		expect(inner.listen).toEqual(['127.0.0.1:4003']);
		expect(inner.routes[0]).toMatchSnapshot();
		expect(JSON.stringify(inner.errors.routes[0])).toContain('"502"');
	});

	it('is plain JSON: reading it back gives the same', () => {
		const config = edgeConfig(someSettings({}, { accessLog: true }), '2.8');
		expect(JSON.parse(JSON.stringify(config))).toEqual(config);
	});

	it('names no site: only the base domain of a private network is in it', () => {
		const config = JSON.stringify(
			edgeConfig(someSettings({ GANTRY_BASE_DOMAIN: 'apps.example.com' }), '2.8')
		);
		expect(config).not.toContain('apps.example.com');
	});

	it('asks the given ACME server, trusting its root', () => {
		const config = edgeConfig(
			someSettings({
				GANTRY_BASE_DOMAIN: 'apps.test',
				GANTRY_ACME_CA: 'https://acme.test/dir',
				GANTRY_ACME_EMAIL: 'me@example.com',
				GANTRY_ACME_ROOT: '/etc/acme.pem'
			}),
			'2.8'
		);
		expect(config.apps.tls.automation.policies).toEqual([
			expect.objectContaining({
				subjects: ['localhost', '*.localhost', '*.*.localhost', '*.*.*.localhost'],
				issuers: [{ module: 'internal' }]
			}),
			{
				issuers: [
					{
						module: 'acme',
						ca: 'https://acme.test/dir',
						email: 'me@example.com',
						trusted_roots_pem_files: ['/etc/acme.pem']
					}
				],
				on_demand: true
			}
		]);
	});

	it('serves certificates that people brought to their own hosts, whole names before wildcards', () => {
		const ownCertificates = [
			{ id: 'one', host: '*.shop.test' },
			{ id: 'two', host: 'a.shop.test' }
		];
		const { apps } = edgeConfig(someSettings({}, { ownCertificates }), '2.6');
		expect(apps.tls).toHaveProperty('certificates', {
			load_files: ['one', 'two'].map((id) => ({
				certificate: `/srv/gantry/edge/certificates/${id}.crt`,
				key: `/srv/gantry/edge/certificates/${id}.key`,
				tags: [id]
			}))
		});
		expect(apps.http.servers.https).toHaveProperty('tls_connection_policies', [
			{ match: { sni: ['a.shop.test'] }, certificate_selection: { any_tag: ['two'] } },
			{ match: { sni: ['*.shop.test'] }, certificate_selection: { any_tag: ['one'] } },
			{}
		]);
	});

	it('writes an access log unless a person wants none', () => {
		const config = edgeConfig(someSettings(), '2.6');
		expect(config.apps.http.servers.https).toHaveProperty('logs');
		expect(config.logging.logs).toHaveProperty('access');
		const without = edgeConfig(someSettings({}, { accessLog: false }), '2.6');
		expect(without.apps.http.servers.https).not.toHaveProperty('logs');
		expect(without.logging.logs).not.toHaveProperty('access');
	});

	it("keeps visitors' whole addresses only when a person wants them", () => {
		const masks = (wholeAddresses: boolean) =>
			JSON.stringify(edgeConfig(someSettings({}, { wholeAddresses }), '2.6')).includes('ip_mask');
		expect([masks(false), masks(true)]).toEqual([true, false]);
	});
});

describe('edgeSettings', () => {
	it('prefers what a person chose over the environment', () => {
		const env = { GANTRY_BASE_DOMAIN: 'a.internal', GANTRY_ACME_EMAIL: 'a@example.com' };
		const settings = someSettings(env, { baseDomain: 'b.internal', acmeEmail: 'b@example.com' });
		expect(settings.acme.email).toBe('b@example.com');
		expect(settings.localSuffixes).toContain('b.internal');
		expect(settings.localSuffixes).not.toContain('a.internal');
	});
});
