import { expect, test } from 'vitest';
import { readEnv } from '#env';
import { machineRows, type MachineFacts } from './machine-rows.ts';

const env = readEnv({ GANTRY_DATA_DIR: '/var/lib/gantry' });
const ok = { ok: true, detail: 'It answers.' };
const away = { ok: false, detail: 'It does not answer.' };
const unknown = { ok: false, isUnknown: true, detail: 'Not known.' } as const;

const well: MachineFacts = {
	health: { checks: { database: ok, worker: ok, docker: ok, caddy: ok }, clocks: ok },
	disk: { freeBytes: 40 * 2 ** 30, totalBytes: 80 * 2 ** 30 },
	listens: { http: true, https: true },
	panelDomain: 'gantry.example.com',
	dns: { pointsHere: true, detail: 'gantry.example.com points here.', expected: ['203.0.113.7'] }
};

const worst: MachineFacts = {
	health: { checks: { database: away, worker: away, docker: away, caddy: away }, clocks: away },
	disk: { freeBytes: 2 ** 20, totalBytes: 80 * 2 ** 30 },
	listens: { http: false, https: false },
	panelDomain: 'gantry.example.com',
	dns: {
		pointsHere: false,
		detail: 'gantry.example.com has no A record yet, expected 203.0.113.7',
		expected: ['203.0.113.7']
	}
};

const rowOf = (name: string, facts: MachineFacts, settings = env) =>
	machineRows(facts, settings).find((row) => row.name === name);

test('has a row for each thing, and nothing to do while all is well', () => {
	const rows = machineRows(well, env);
	expect(rows.map(({ name }) => name)).toEqual([
		'Worker',
		'Docker',
		'Caddy',
		'Port 80',
		'Port 443',
		'DNS',
		'Disk',
		'Clocks',
		'Database'
	]);
	expect(rows.filter((row) => !row.ok || row.advice !== null || row.command !== null)).toEqual([]);
});

test('says of everything in a sentence what was found, and of what fails which command to run', () => {
	for (const facts of [well, worst]) {
		for (const { detail } of machineRows(facts, env)) expect(detail).toMatch(/[.]$/);
	}
	for (const row of machineRows(worst, env)) {
		expect(row).toMatchObject({ ok: false, advice: expect.stringMatching(/:$/) });
		expect(row.command).toMatch(/^[a-z]+ /);
	}
	expect(rowOf('Worker', worst)?.command).toBe(
		'sudo tail -n 30 /var/lib/gantry/logs/gantry/worker.log'
	);
});

test('gives no advice about Docker when the worker, which asks it, is away', () => {
	const facts = structuredClone(worst);
	facts.health.checks.docker = unknown;
	expect(rowOf('Docker', facts)).toMatchObject({
		isUnknown: true,
		command: 'sudo docker --host unix:///var/run/docker.sock version'
	});
});

test('knows that an engine elsewhere is not started here', () => {
	const elsewhere = { ...env, DOCKER_HOST: 'tcp://10.0.0.5:2375' };
	expect(rowOf('Docker', worst)?.command).toBe('sudo systemctl enable --now docker');
	expect(rowOf('Docker', worst, elsewhere)?.command).toBe(
		'sudo docker --host tcp://10.0.0.5:2375 version'
	);
});

test('names the DNS record that is wanted', () => {
	expect(rowOf('DNS', worst)?.advice).toContain(
		'let the A record of gantry.example.com be 203.0.113.7'
	);
	const unasked = { ...worst, dns: null };
	expect(rowOf('DNS', unasked)).toMatchObject({ ok: false, isUnknown: true });
});

test('tells a port that nobody listens on from one that another program holds', () => {
	expect(rowOf('Port 80', worst)).toMatchObject({
		detail: 'Nothing listens there.',
		command: 'sudo tail -n 30 /var/lib/gantry/logs/gantry/edge.log'
	});
	const held = { ...worst, listens: { http: true, https: true } };
	expect(rowOf('Port 80', held)).toMatchObject({
		detail: 'Another program than Caddy listens there.',
		command: "sudo ss -ltnp 'sport = :80'"
	});
	const checks = { ...worst.health.checks, caddy: unknown };
	expect(rowOf('Port 80', { ...held, health: { ...held.health, checks } })?.ok).toBe(true);
});
