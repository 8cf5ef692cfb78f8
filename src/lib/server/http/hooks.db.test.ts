import { describe, expect, it } from 'vitest';
import { newId } from '../db/id.ts';
import { testWorld } from '../testing/world.ts';
import { send, usePanel } from './testing.ts';

const world = testWorld();
usePanel(world);

describe('health', () => {
	it('is told to anyone, without details', async () => {
		const { status, body } = await send('/health', {});
		expect(status).toBe(200);
		expect(body).toEqual({
			status: 'degraded',
			version: expect.any(String),
			checks: {
				database: 'ok',
				worker: expect.any(String),
				docker: 'failed',
				caddy: 'failed'
			}
		});
	});
});

describe('a webhook', () => {
	const post = (path: string, init: { headers?: HeadersInit; body?: BodyInit }) =>
		send(path, { method: 'POST', ...init });

	it('is refused alike for every wrong signature and service', async () => {
		const { serviceId } = await world.project(await world.person('user'));
		const json = { 'content-type': 'application/json' };
		const answers = await Promise.all([
			post(`/hooks/github/${serviceId}`, { headers: json, body: '{}' }),
			post(`/hooks/github/${newId()}`, { headers: json, body: '{}' }),
			post(`/hooks/github/${serviceId}`, {
				headers: { ...json, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
				body: '{}'
			})
		]);
		for (const { status, body } of answers) {
			expect({ status, body }).toEqual({ status: 401, body: answers[0]?.body });
		}
	});

	it('is JSON, and no larger than 25 MB', async () => {
		const path = `/hooks/github/${newId()}`;
		const body = 'payload=%7B%7D';
		const form = { 'content-type': 'application/x-www-form-urlencoded' };
		expect((await post(path, { headers: form, body })).status).toBe(415);
		const json = { 'content-type': 'application/json' };
		const large = new Uint8Array(26 * 1024 * 1024);
		expect((await post(path, { headers: json, body: large })).status).toBe(413);
		const zipped = { ...json, 'content-encoding': 'gzip' };
		expect((await post(path, { headers: zipped, body: '{}' })).status).toBe(415);
	});
});
