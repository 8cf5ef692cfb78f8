import { expect, test } from 'vitest';
import { liveNames } from './live-names.ts';

test('a deployment concerns its page, its service, its project and the history', () => {
	const event = { projectId: 'p', serviceId: 's', deploymentId: 'd', state: 'running' };
	expect(liveNames({ kind: 'deployment', ...event })).toEqual([
		'deployment:d',
		'service:s',
		'project:p',
		'deployments'
	]);
});

test('a word to the worker concerns no page', () => {
	expect(liveNames({ kind: 'cancel', deploymentId: 'd' })).toEqual([]);
});
