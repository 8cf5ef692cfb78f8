import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { newId } from '../db/id.ts';
import { canary, makeBelongings } from '../testing/belongings.ts';
import { testWorld } from '../testing/world.ts';
import { operations } from './matrix.ts';
import type { Ids } from './matrix/operation.ts';
import { unscoped } from './unscoped.ts';

const world = testWorld();

const belongings = (ctx: Context) => makeBelongings(world, ctx);
const missing: Ids = {
	projectId: newId(),
	serviceId: newId(),
	deploymentId: newId(),
	releaseId: newId(),
	domainId: newId(),
	volumeId: newId(),
	processId: newId(),
	tokenId: newId(),
	channelId: newId(),
	deliveryId: newId(),
	appName: 'no-such-app'
};
const hostile = ['', "' or 1=1 --", '../..', '%00', '\0', 'x'.repeat(10_000), '[object Object]'];

let stranger: Context;
let owned: Ids;
beforeAll(async () => {
	stranger = await world.person('user');
	owned = await belongings(await world.person('user'));
});

/** Calls one of them. */
const call = (name: string, ctx: Context, ids: Ids): Promise<unknown> => {
	const operation = operations[name];
	if (!operation) throw new Error(`there is no operation ${name}`);
	return operation.run(ctx, ids);
};

const answerOf = async (run: Promise<unknown>) => {
	const error = await run.then(
		() => null,
		(reason: unknown) => reason
	);
	const { code, status, message, hint } = Object(error) as Record<string, unknown>;
	return { code, status, message: String(message).replace(/'[^']*'/, "'…'"), hint };
};

describe('every operation that takes an id', () => {
	it.each(Object.keys(operations))(
		'%s answers for what is foreign as for what is missing',
		async (name) => {
			const foreign = await answerOf(call(name, stranger, owned));
			expect(foreign.status).toBe(404);
			expect(await answerOf(call(name, stranger, missing))).toEqual(foreign);
		}
	);

	it.each(Object.keys(operations))('%s finds nothing under a hostile id', async (name) => {
		for (const text of hostile) {
			const ids = Object.fromEntries(Object.keys(owned).map((key) => [key, text]));
			const answer = await answerOf(call(name, stranger, ids as unknown as Ids));
			expect(answer.status, text.slice(0, 20)).toBe(404);
		}
	});

	it.each(Object.keys(operations))('%s is closed to who is not signed in', async (name) => {
		const answer = await answerOf(call(name, world.nobody(), owned));
		expect(answer.status).toBe(401);
	});

	it('leaves what is foreign untouched', async () => {
		const before = await snapshot();
		for (const { run } of Object.values(operations)) await answerOf(run(stranger, owned));
		expect(await snapshot()).toEqual(before);
	});

	it.each(Object.keys(operations))(
		'%s works for the owner, without giving a secret away',
		async (name) => {
			const owner = await world.person('user');
			const ids = await belongings(owner);
			const answer = await call(name, owner, ids).catch((error: unknown) => error);
			// Another state of the thing may be in the way, but never that it is not found.
			expect(Object(answer).status).not.toBe(404);
			expect(JSON.stringify(answer) ?? '').not.toContain(canary);
			expect(JSON.stringify(answer) ?? '').not.toMatch(/cipher|hash/i);
		}
	);

	it.each(Object.keys(operations))('%s works for an admin on what others own', async (name) => {
		const ids = await belongings(await world.person('user'));
		const admin = await world.person('admin');
		const answer = await answerOf(call(name, admin, ids));
		expect(answer.status === 404).toBe(operations[name]?.ownOnly ?? false);
	});
});

describe('the list', () => {
	const root = new URL('..', import.meta.url).pathname;
	const exported = new Set<string>();
	for (const entry of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
		if (!entry.endsWith('.ts') || entry.endsWith('.test.ts')) continue;
		const text = readFileSync(join(root, entry), 'utf8');
		// An operation takes the context first.
		for (const [, name] of text.matchAll(/^export (?:async )?function (\w+)\(\s*ctx: Context/gm)) {
			if (name) exported.add(name);
		}
	}

	it('names every operation there is', () => {
		expect([...exported].sort()).toEqual([...Object.keys(operations), ...unscoped].sort());
	});

	it('names every route of the API', () => {
		const routes = new URL('../../../routes/api/v1', import.meta.url).pathname;
		const folders = readdirSync(routes, { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('+server.ts'))
			.sort();
		expect(folders).toEqual([
			'[...rest]/+server.ts',
			'apps/+server.ts',
			'apps/[name]/+server.ts',
			'apps/[name]/deliveries/+server.ts',
			'apps/[name]/deliveries/[delivery]/+server.ts',
			'apps/[name]/deliveries/[delivery]/replays/+server.ts',
			'apps/[name]/deployments/+server.ts',
			'apps/[name]/domains/+server.ts',
			'apps/[name]/domains/[domain]/+server.ts',
			'apps/[name]/domains/[domain]/certificate/+server.ts',
			'apps/[name]/domains/[domain]/check/+server.ts',
			'apps/[name]/domains/[domain]/paths/+server.ts',
			'apps/[name]/guests/+server.ts',
			'apps/[name]/guests/[guest]/+server.ts',
			'apps/[name]/logs/+server.ts',
			'apps/[name]/maintenance/+server.ts',
			'apps/[name]/processes/+server.ts',
			'apps/[name]/processes/[process]/+server.ts',
			'apps/[name]/processes/[process]/runs/+server.ts',
			'apps/[name]/status/+server.ts',
			'apps/[name]/thresholds/+server.ts',
			'apps/[name]/thresholds/[measure]/+server.ts',
			'apps/[name]/volumes/+server.ts',
			'apps/[name]/volumes/[volume]/+server.ts',
			'clean-up/+server.ts',
			'deploy/+server.ts',
			'settings/metrics/+server.ts',
			'settings/thresholds/+server.ts',
			'settings/thresholds/[measure]/+server.ts'
		]);
	});
});

async function snapshot() {
	const { db } = world;
	return {
		projects: await db.project.findMany({ orderBy: { id: 'asc' } }),
		services: (await db.service.findMany({ orderBy: { id: 'asc' } })).map((row) => ({
			...row,
			memoryBytes: Number(row.memoryBytes)
		})),
		deployments: await db.deployment.findMany({ orderBy: { id: 'asc' } }),
		variables: await db.variable.findMany({ orderBy: { id: 'asc' } }),
		domains: await db.domain.findMany({ orderBy: { id: 'asc' } }),
		certificates: await db.ownCertificate.findMany({ orderBy: { id: 'asc' } }),
		paths: await db.domainPath.findMany({ orderBy: { id: 'asc' } }),
		guests: await db.guest.findMany({ orderBy: { id: 'asc' } }),
		processes: await db.process.findMany({ orderBy: { id: 'asc' } }),
		volumes: await db.volume.findMany({ orderBy: { id: 'asc' } }),
		channels: await db.channel.findMany({ orderBy: { id: 'asc' } }),
		deliveries: await db.webhookDelivery.findMany({ orderBy: { id: 'asc' } }),
		tokens: await db.token.findMany({ orderBy: { id: 'asc' } })
	};
}
