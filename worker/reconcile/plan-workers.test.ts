import { expect, test } from 'vitest';
import type { Container } from '#engine/runtime/port.ts';
import { labels } from '#engine/spec.ts';
import type { WantedService } from './plan.ts';
import { planWorkers } from './plan-workers.ts';

const wanted: WantedService = {
	id: 'shop',
	busy: false,
	state: 'live',
	entry: { hosts: [], maintenance: null, guests: [] },
	live: { containers: ['web-1'], port: 3000, files: null },
	workers: [
		{ container: 'worker-1', command: 'one' },
		{ container: 'worker-2', command: 'one' }
	],
	warm: null
};

const container = (name: string, on: Record<string, string>, change: Partial<Container> = {}) => ({
	id: name,
	name,
	labels: on,
	state: 'running' as const,
	address: '10.0.0.2',
	exitCode: null,
	outOfMemory: false,
	startedAt: new Date(),
	finishedAt: null,
	restarts: 0,
	...change
});
const worker = (name: string, command = 'one', change: Partial<Container> = {}) =>
	container(name, { [labels.process]: 'worker', [labels.command]: command }, change);
const web = container('web-1', {});

test('nothing is to be done when all workers run', () => {
	const all = [web, worker('worker-1'), worker('worker-2', 'one', { state: 'restarting' })];
	expect(planWorkers(wanted, all)).toEqual({ startWorkers: false, remove: [], stop: [] });
});

test('a missing or stopped worker is started', () => {
	expect(planWorkers(wanted, [worker('worker-1')]).startWorkers).toBe(true);
	const stopped = worker('worker-2', 'one', { state: 'exited' });
	expect(planWorkers(wanted, [worker('worker-1'), stopped])).toMatchObject({
		startWorkers: true,
		remove: []
	});
});

test('one with another command is replaced, and one too many goes', () => {
	const all = [worker('worker-1', 'two'), worker('worker-2'), worker('worker-3'), worker('old-1')];
	expect(planWorkers(wanted, all)).toEqual({
		startWorkers: true,
		remove: ['worker-1', 'worker-3', 'old-1'],
		stop: []
	});
});

test('all stop with their service', () => {
	const all = [worker('worker-1'), worker('worker-2')];
	expect(planWorkers({ ...wanted, state: 'stopped' }, all)).toEqual({
		startWorkers: false,
		remove: [],
		stop: ['worker-1', 'worker-2']
	});
});

test('runs of cron processes are nobody’s leftovers', () => {
	const run = container('run', { [labels.process]: 'nightly', [labels.run]: '2026-01-01' });
	expect(planWorkers({ ...wanted, workers: [] }, [run]).remove).toEqual([]);
});
