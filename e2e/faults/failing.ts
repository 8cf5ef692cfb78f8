import type { App, Version } from './app.ts';
import { expectThat, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { until } from './moments.ts';

/** Pushes a version that can not go live; answers why, as people read it. */
async function fails(ground: Ground, app: App, version: string, change: Version) {
	const row = await app.ended(await app.push(version, change));
	expectThat(row.state === 'failed', `${version} ${row.state}`);
	expectThat((await app.version()) === app.expected, 'the old version does not answer');
	const message = `${row.errorMessage ?? ''} ${row.errorHint ?? ''}`.trim();
	return { ...row, message, log: await app.log(row.id) };
}

/** Pushes a version that is well, but asked for a page that is another's or nobody's. */
async function withHealthPath(ground: Ground, app: App, healthPath: string) {
	const { serviceId: id } = app;
	await ground.db.service.update({ where: { id }, data: { healthPath } });
	try {
		return await fails(ground, app, `asked-${healthPath.slice(1)}`, {});
	} finally {
		await ground.db.service.update({ where: { id }, data: { healthPath: '/' } });
	}
}

export const unhealthy: Experiment = {
	id: 'F38',
	strike:
		'a version that answers 500, one that is too slow, one that ends, one that listens elsewhere; a health path that redirects to a login, one that is not there',
	async run(ground) {
		const app = await ground.app({ input: { healthSeconds: 4 } });
		const answered = await fails(ground, app, 'e500', { env: { STATUS: '500' } });
		expectThat(/500/.test(answered.message), `no status: ${answered.message}`);
		expectThat(/version e500/.test(answered.message + answered.log), 'no excerpt of the answer');
		expectThat(answered.log.includes('starting e500'), 'not the last lines of the app');
		const slow = await fails(ground, app, 'slow', { env: { SLOW_MS: '30000' } });
		const ended = await fails(ground, app, 'ended', { env: { EXIT_CODE: '3' } });
		expectThat(/\b3\b/.test(ended.message), `no exit code: ${ended.message}`);
		const local = await fails(ground, app, 'local', { env: { BIND: '127.0.0.1' } });
		expectThat(/0\.0\.0\.0/.test(local.message), `not how to mend it: ${local.message}`);
		const moved = await withHealthPath(ground, app, '/moved');
		expectThat(/302.*\/login/.test(moved.message), `not where it leads: ${moved.message}`);
		const gone = await withHealthPath(ground, app, '/gone');
		expectThat(/404/.test(gone.message), `no status: ${gone.message}`);
		return [answered, slow, ended, local, moved, gone]
			.map(({ errorMessage }) => `"${errorMessage}"`)
			.join(' · ');
	}
};

export const hanging: Experiment = {
	id: 'F37',
	strike: 'a build that hangs: without a line, and with one every 100 ms (limits: 3 s, 6 s)',
	async run(ground) {
		const { db } = ground;
		const app = await ground.app();
		await db.installation.updateMany({ data: { buildIdleSeconds: 3, buildSeconds: 6 } });
		try {
			const quiet = await fails(ground, app, 'quiet', { lines: ['RUN ["/app", "hush", "60"]'] });
			const loud = await fails(ground, app, 'loud', { lines: ['RUN ["/app", "sleep", "60"]'] });
			expectThat(/tick \d+/.test(loud.message + loud.log), 'not the last lines');
			return [quiet, loud].map(({ errorMessage }) => `"${errorMessage}"`).join(' · ');
		} finally {
			await db.installation.updateMany({ data: { buildIdleSeconds: null, buildSeconds: null } });
		}
	}
};

export const release: Experiment = {
	id: 'F42',
	strike: 'the release command of a new version fails',
	async run(ground) {
		const app = await ground.app();
		const { serviceId: id } = app;
		await ground.db.service.update({ where: { id }, data: { releaseCommand: '/app exit 7' } });
		const failed = await fails(ground, app, 'two', {});
		expectThat(/\b7\b/.test(failed.message), `no exit code: ${failed.message}`);
		expectThat(failed.log.includes('the step gives up'), 'its output is not in the log');
		return `not switched: "${failed.errorMessage}"; its output stands in the log`;
	}
};

export const crashing: Experiment = {
	id: 'F40',
	strike:
		'a version that crashes 10 s after it went live, and one that crashes again and again after its watch window',
	async run(ground) {
		const app = await ground.app({ service: { watchSeconds: 30 } });
		app.mayFail = true;
		const id = await app.push('two', { env: { CRASH_MS: '10000' } });
		app.expected = 'two';
		await app.ended(id);
		app.expected = 'one';
		await until('the return', async () => (await app.version()) === 'one');
		const returns = async () =>
			(await app.deployments()).filter(({ trigger }) => trigger === 'recovery').length;
		expectThat((await returns()) === 1, `${await returns()} returns`);

		const { serviceId } = app;
		await ground.db.service.update({ where: { id: serviceId }, data: { watchSeconds: 0 } });
		await app.succeeds(await app.push('three', { env: { CRASH_MS: '1500' } }), 'three');
		await until('the state "crashing"', async () => {
			const row = await ground.db.service.findUniqueOrThrow({ where: { id: serviceId } });
			return row.state === 'crashing';
		});
		await app.succeeds(await app.push('four'), 'four');
		expectThat((await returns()) === 1, 'it returned again and again');
		return 'returned to the version before, once; later: restarted with pauses, state "crashing", mended by the next push';
	}
};
