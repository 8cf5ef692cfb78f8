import type { Container } from '../../runtime/port.ts';
import { deadlines } from '../deadlines.ts';
import { finishWords, letFinish } from '../let-finish.ts';
import { isRunning, isStopFirst, isWeb, serviceContainers } from '../own-containers.ts';
import { isShort } from '../spare-memory.ts';
import type { Step, StepContext } from '../step.ts';
import type { Started } from './start.ts';

interface Drained {
	isStaying: boolean;
	/** What became of the older version; null: there was none. */
	words: string | null;
	isWarm: boolean;
}

/**
 * Lets the old containers finish what they have begun. Those of the release before stay, warm, for a
 * while: a return to it then takes no start. All others are asked to stop, have their grace, and go.
 */
export const drain: Step<Started, Drained> = {
	name: 'drain',
	deadline: ({ run }) => (run.drainSeconds + 2 * run.stopGraceSeconds) * 1000 + deadlines.drain,
	async run({ staying }, context) {
		const isStaying = staying !== null;
		const { spec, engine, log } = context;
		const { previous, others } = await serviceContainers(context);
		const old = [...previous, ...others];
		const warm = (await mayStayWarm(context)) ? previous.filter(isRunning).filter(isWeb) : [];
		const finished = await letFinish(old, context);
		const graceSeconds = spec.run.stopGraceSeconds;
		await Promise.all(
			old.map(async (one) => {
				if (!warm.includes(one)) return engine.runtime.remove(one.name, { graceSeconds });
				// What outlasted its time is ended; the app begins anew, without it.
				if ((finished.get(one.name)?.left ?? 0) > 0) await renew(one, context);
			})
		);
		if (old.length === 0) return { words: null, isWarm: false, isStaying };
		const words = finishWords(finished.values(), spec.run.drainSeconds);
		log(`The older version ${words}`);
		if (warm.length > 0) {
			log(`It stays for ${spec.run.keepWarmSeconds} s without requests, for a quick return`);
		}
		return { words, isWarm: warm.length > 0, isStaying };
	},
	summary: ({ words, isWarm, isStaying }) => {
		if (words === null) return isStaying ? 'nothing was replaced' : 'there was no older version';
		return `the older version ${words}${isWarm ? ' and is kept warm' : ''}`;
	}
};

async function renew({ name }: Container, { spec, engine }: StepContext): Promise<void> {
	await engine.runtime.stop(name, { graceSeconds: spec.run.stopGraceSeconds });
	await engine.runtime.resume(name);
}

async function mayStayWarm({ spec, engine }: StepContext): Promise<boolean> {
	if (spec.run.keepWarmSeconds === 0 || isStopFirst(spec)) return false;
	return !isShort(await engine.runtime.hostMemory());
}
