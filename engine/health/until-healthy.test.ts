import { describe, expect, it } from 'vitest';
import { builtImage, deploymentSpec } from '../pipeline/testing/spec.ts';
import { planContainer } from '../runtime/container-plan.ts';
import { memoryRuntime } from '../runtime/memory-runtime.ts';
import { memoryProber } from './memory-prober.ts';
import { untilHealthy } from './until-healthy.ts';

const plan = planContainer(deploymentSpec(), builtImage());

async function started({ deadlineSeconds = 5, signal = AbortSignal.timeout(20_000) } = {}) {
	const runtime = memoryRuntime();
	const prober = memoryProber();
	const container = await runtime.start(plan, { signal });
	const lines: string[] = [];
	const wait = () =>
		untilHealthy({
			container,
			since: container.startedAt ?? new Date(),
			target: { address: container.address ?? '', port: 3000 },
			health: { kind: 'http', path: '/', deadlineSeconds },
			host: 'shop.localhost',
			memoryBytes: 512 * 2 ** 20,
			runtime,
			prober,
			signal,
			onLastLines: (last) => lines.push(...last)
		});
	return { runtime, prober, lines, wait };
}

const refused = { healthy: false, detail: 'connection refused on port 3000' };

describe('waiting for a healthy app', () => {
	it('ends with the first good answer, however long that took', async () => {
		const { prober, wait } = await started();
		const readyAt = Date.now() + 700;
		let good = 0;
		prober.answer = () => {
			if (Date.now() < readyAt) return refused;
			good++;
			return { healthy: true, detail: 'answered 200' };
		};
		const { detail, tries } = await wait();
		expect(detail).toBe('answered 200');
		expect(good).toBe(1);
		expect(tries).toBeLessThan(200);
	});

	it('takes what is left of a deadline to the fraction of a millisecond', async () => {
		const { wait } = await started({ deadlineSeconds: 30 - 4.254 });
		await expect(wait()).resolves.toMatchObject({ tries: 1 });
	});

	it('fails with the last answer when the deadline has passed', async () => {
		const { runtime, prober, lines, wait } = await started({ deadlineSeconds: 0.2 });
		runtime.print(plan.name, 'cannot reach the database', 'stderr');
		prober.answer = () => ({ healthy: false, detail: 'answered 503: no database' });
		await expect(wait()).rejects.toMatchObject({
			code: 'health_check_failed',
			message: 'The app was not healthy within 0.2 s: answered 503: no database',
			hint: expect.stringContaining('Its last lines, in the log')
		});
		expect(lines).toEqual(['cannot reach the database']);
	});

	it('explains what the app listens on instead', async () => {
		const { runtime, prober, wait } = await started({ deadlineSeconds: 0.1 });
		runtime.listening = async () => [{ address: '127.0.0.1', port: 3000 }];
		prober.answer = () => refused;
		await expect(wait()).rejects.toMatchObject({ hint: expect.stringContaining('0.0.0.0') });
	});

	it('fails at once when the app ends, with its exit code and last lines', async () => {
		const { runtime, prober, lines, wait } = await started();
		prober.answer = () => refused;
		runtime.print(plan.name, 'Error: Cannot find module', 'stderr');
		const waiting = wait();
		runtime.exit(plan.name, 7);
		await expect(waiting).rejects.toMatchObject({
			code: 'app_exited',
			message: 'The app ended with exit code 7 before it answered',
			hint: 'Its last lines, in the log, say why.'
		});
		expect(lines).toEqual(['Error: Cannot find module']);
	});

	it('notices an app that ended before anybody looked', async () => {
		const { runtime, prober, wait } = await started();
		prober.answer = () => refused;
		runtime.exit(plan.name, 1);
		await expect(wait()).rejects.toMatchObject({ code: 'app_exited' });
	});

	it('names a lack of memory', async () => {
		const { runtime, prober, wait } = await started();
		prober.answer = () => refused;
		runtime.exit(plan.name, 137, { outOfMemory: true });
		await expect(wait()).rejects.toMatchObject({
			message: 'The app was killed before it answered: it used more than its 512 MB of memory'
		});
	});

	it.each([
		[127, '', 'the command was not found'],
		[126, '', 'the command can not be executed'],
		[137, '', 'it was killed'],
		[139, '', 'a memory fault (segmentation fault)'],
		[1, 'exec /app: Exec format error', 'the program is built for another kind of processor']
	])('says what exit code %i means %s', async (code, line, meaning) => {
		const { runtime, prober, wait } = await started();
		prober.answer = () => refused;
		runtime.print(plan.name, line, 'stderr');
		runtime.exit(plan.name, code);
		await expect(wait()).rejects.toMatchObject({
			message: `The app ended with exit code ${code} before it answered: ${meaning}`
		});
	});

	it('ends with the reason when it is cancelled', async () => {
		const cancel = new AbortController();
		const { prober, wait } = await started({ signal: cancel.signal });
		prober.answer = () => refused;
		const waiting = wait();
		const reason = new Error('cancelled');
		cancel.abort(reason);
		await expect(waiting).rejects.toBe(reason);
	});
});
