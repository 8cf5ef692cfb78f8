import { expect, test } from 'vitest';
import { objectNames } from '#engine/spec.ts';
import { processOfSource } from './log-source.ts';

const [service, deployment] = ['a1b2c3d4e5f6g7h8i9j0', 'k1l2m3n4o5p6q7r8s9t0'];

test('the container says which process printed a line', () => {
	const worker = { name: 'mail-out', replica: 12 };
	expect(processOfSource(objectNames.worker(service, deployment, worker))).toBe('mail-out');
	const run = objectNames.run(service, 'nightly-2', new Date());
	expect(processOfSource(run)).toBe('nightly-2');
	expect(processOfSource(objectNames.release(service, deployment))).toBe('release');
	expect(processOfSource(objectNames.container(service, deployment, 2))).toBeNull();
	expect(processOfSource('build')).toBeNull();
});
