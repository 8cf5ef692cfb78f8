import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { programs } from '../fixtures/programs.ts';
import type { Fault } from '../fixtures/git-host.ts';
import { expectThat, expectWithin, type Experiment } from './experiment.ts';
import { until } from './moments.ts';

/** As the ground sets it. */
const idleSeconds = 15;

export const broken: Experiment = {
	id: 'F43',
	strike: `a Git host that hangs, drips, resets, answers 500, asks for a password, redirects without end (idle limit ${idleSeconds} s)`,
	async run(ground) {
		const app = await ground.app();
		const { hostname } = new URL(ground.host.origin);
		const said: string[] = [];
		const faults: [Exclude<Fault, null>, number][] = [
			['hang', idleSeconds + 10],
			['drip', idleSeconds + 10],
			['reset', 10],
			['error', 10],
			['auth', 10],
			['redirect-loop', 10]
		];
		for (const [fault, seconds] of faults) {
			ground.host.break(app.name, fault);
			const row = await app.ended(await app.push(fault));
			const took = ((row.completedAt?.getTime() ?? 0) - (row.startedAt?.getTime() ?? 0)) / 1000;
			expectWithin(took, seconds, fault);
			expectThat(row.state === 'failed' && row.errorStep === 'checkout', `${fault}: ${row.state}`);
			const isNamed = row.errorMessage?.includes(hostname);
			expectThat(isNamed === true, `${fault}: the host is not named: ${row.errorMessage}`);
			said.push(`${fault} (${took.toFixed(1)} s): "${row.errorMessage}"`);
		}
		ground.host.break(app.name, null);
		await app.succeeds(await app.push('two'), 'two');
		return said.join(' · ');
	}
};

const blobs = 6;
const blobBytes = 16 * 2 ** 20;
const mostBytes = 512 * 2 ** 20;

export const large: Experiment = {
	id: 'F44',
	strike: `a repository with ${(blobs * blobBytes) / 2 ** 20} MB of files that do not compress, and as much history`,
	async run(ground) {
		const app = await ground.app();
		for (const _ of ['history', 'head']) {
			const files = Array.from({ length: blobs }, (_each, nth) => [
				`blob-${nth}`,
				randomBytes(blobBytes)
			]);
			await app.repository.commit(Object.fromEntries(files) as Record<string, Buffer>);
		}
		const pid = (await programs(ground.product)).get('worker');
		const id = await app.push('two');
		let highest = 0;
		await until(
			'its end',
			async () => {
				const status = await readFile(`/proc/${pid}/status`, 'utf8');
				const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
				highest = Math.max(highest, kilobytes * 1024);
				return (await ground.db.deployment.findUniqueOrThrow({ where: { id } })).completedAt;
			},
			{ withinMs: 300_000 }
		);
		await app.succeeds(id, 'two');
		expectThat(highest < mostBytes, `the worker took ${Math.round(highest / 2 ** 20)} MB`);
		return `deployed; the worker took ${Math.round(highest / 2 ** 20)} MB at most`;
	}
};
