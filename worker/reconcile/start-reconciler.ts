import { isFinalState, type DeploymentStateName } from '#lib/rules/deployment-state.ts';
import type { Heartbeat } from '../heartbeat/heartbeat.ts';
import { atFull, startRounds } from '../rounds.ts';
import type { World } from '../world.ts';
import { LastLook } from './last-look.ts';
import { reconcile } from './reconcile.ts';
import { CrashWatch } from './watch-crashes.ts';

const everyMs = 15_000;
/** What was away for a moment may have come back empty. */
const retryMs = 1_000;
/** Images are looked through once a minute: the list is long and what is in it costs only disk. */
const imagesEvery = 4;

export interface Reconciler {
	/** Something has changed: all is looked at now. */
	wake(): void;
	stop(): Promise<void>;
}

/** Compares what the database wants with what there is, again and again, and at once when told to. */
export function startReconciler(world: World, heartbeat: Pick<Heartbeat, 'mark'>): Reconciler {
	const crashes = new CrashWatch();
	const last = new LastLook();
	const rest = { last, mark: () => heartbeat.mark() };
	const rounds = startRounds({
		name: 'Reconciler',
		everyMs: atFull(everyMs),
		retryMs,
		round: (nth, signal) =>
			reconcile(world, { images: nth % imagesEvery === 0, signal, crashes, rest }),
		report: world.report
	});
	const wake = () => {
		last.forget();
		rounds.wake();
	};
	const unsubscribe = world.events.subscribe((event) => {
		// While the connection was away another database may have taken its place.
		if (event.kind === 'resync') last.forget();
		if (event.kind === 'deployment' && isFinalState(event.state as DeploymentStateName)) wake();
	});
	return {
		wake,
		async stop() {
			unsubscribe();
			await rounds.stop();
		}
	};
}
