import type { Governor } from '#engine/build/governor/port.ts';
import type { Engine } from '#engine/pipeline/step.ts';
import type { Id } from '#engine/spec.ts';
import type { Storage } from '#engine/storage/port.ts';
import type { UsageMeter } from '#engine/usage/port.ts';
import type { Terminals } from '#engine/terminal/port.ts';
import type { Env } from '#env';
import type { DataPaths } from '#lib/rules/data-dir.ts';
import type { Db } from '#lib/server/db/client.ts';
import type { Events } from '#lib/server/events.ts';
import type { Queue } from '#lib/server/queue.ts';
import type { Vault } from '#lib/server/secrets/vault.ts';
import type { UnderWay } from './deployments/under-way.ts';
import type { Report } from './report.ts';

/** What every part of the worker is given: made once, in index.ts, and by tests. */
export interface World {
	db: Db;
	events: Events;
	queue: Queue;
	vault: Vault;
	engine: Engine;
	storage: Storage;
	/** What the machine and the containers use. */
	meter: UsageMeter;
	terminals: Terminals;
	/** What holds the builds of the engine. Errors: docker_unreachable. */
	governor: () => Promise<Governor>;
	env: Env;
	paths: DataPaths;
	/** Label of all Docker objects of this installation. */
	installation: Id;
	underWay: UnderWay;
	report: Report;
	/** Adds a line of Gantry's own to the log of a service; `source` is a container's name. */
	note(service: Id, source: string, text: string): Promise<void>;
}
