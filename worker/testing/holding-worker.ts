import { connectDb } from '#lib/server/db/client.ts';
import { createHeartbeat } from '../heartbeat/heartbeat.ts';
import { ownIdentity } from '../heartbeat/identity.ts';
import { startRunner } from '../jobs/runner.ts';
import { testTasks } from './tasks.ts';

// A worker that takes a deployment, prints its id and never finishes: it is there to be killed.
const databaseUrl = process.argv[2] ?? '';
const self = ownIdentity();
const heartbeat = createHeartbeat({
	db: connectDb(databaseUrl, { connections: 1 }),
	self,
	version: 'test',
	onFreed() {},
	onDeclaredDead() {}
});
await heartbeat.round();
await startRunner({
	databaseUrl,
	workerId: self.id,
	tasks: testTasks({
		deploy({ deploymentId }) {
			console.log(`${self.id} ${deploymentId}`);
			return new Promise(() => {});
		}
	}),
	lanes: [{ jobs: ['deploy'], concurrency: 2 }],
	report: () => '',
	onBroken() {}
});
