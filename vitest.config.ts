import { defineConfig } from 'vitest/config';

const rooms = ['src', 'engine', 'caddy', 'worker', 'bin', 'prisma', 'cli', 'e2e', 'bench'];
const named = (kind: string) => rooms.map((room) => `${room}/**/*.${kind}.test.ts`);

/** Generous: a limit is there to end what hangs, not to measure the machine. */
const expect = { poll: { timeout: 30_000, interval: 20 } };

/**
 * One project a kind of world: unit needs nothing, db a real Postgres, edge a real Caddy, docker a
 * real engine, story the whole running product and Chromium.
 */
export default defineConfig({
	test: {
		reporters: ['default'],
		projects: [
			{
				test: {
					name: 'unit',
					include: rooms.map((room) => `${room}/**/*.test.ts`),
					exclude: ['db', 'edge', 'docker', 'story'].flatMap(named),
					testTimeout: 60_000,
					hookTimeout: 60_000,
					expect
				}
			},
			{
				test: {
					name: 'db',
					include: named('db'),
					globalSetup: ['src/lib/server/db/testing/postgres.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000,
					expect
				}
			},
			{
				test: {
					name: 'edge',
					include: named('edge'),
					testTimeout: 120_000,
					hookTimeout: 120_000,
					expect,
					fileParallelism: false
				}
			},
			{
				test: {
					name: 'docker',
					include: named('docker'),
					testTimeout: 180_000,
					hookTimeout: 180_000,
					expect,
					fileParallelism: false
				}
			},
			{
				test: {
					name: 'story',
					include: named('story'),
					testTimeout: 300_000,
					hookTimeout: 300_000,
					expect,
					fileParallelism: false
				}
			}
		]
	}
});
