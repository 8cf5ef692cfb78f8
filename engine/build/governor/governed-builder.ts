import type { Builder, BuildRequest, ImageSummary } from '../port.ts';
import { admit, type AdmissionOptions } from './admission.ts';
import { BuildWatch, diskFull, shortDisk } from './build-watch.ts';
import { nameFailure } from './name-failure.ts';
import type { BuildRules, Governor, NoGrip } from './port.ts';
import { floors, type Floors, type Room } from './room.ts';
import { Slots } from './slots.ts';

export interface GovernedOptions {
	/** Asked before each build: a change holds from the next one on. */
	rules: () => Promise<BuildRules>;
	/** Asked before each build: the engine may be another one since. */
	governor: () => Promise<Governor>;
	room: Room;
	/** Removes what nobody needs any more when the disk is short. */
	makeRoom?: (signal: AbortSignal) => Promise<void>;
	floors?: Floors;
	/** Milliseconds. */
	pace?: { memory: number; disk: number; look: number; watch: number };
}

/**
 * BuildKit lets go of what a failed step wrote when its garbage collector comes by, which is every two minutes on
 * an engine that has nothing else to do.
 */
const usualPace = { memory: 5 * 60_000, disk: 150_000, look: 2_000, watch: 500 };

/** A builder whose builds share the machine with the apps on it: few at a time, within limits, watched. */
export function governedBuilder(builder: Builder, options: GovernedOptions): Builder {
	const { rules, governor, room, makeRoom = async () => {}, pace = usualPace } = options;
	const kept = options.floors ?? floors;
	const admission: AdmissionOptions = {
		room,
		floors: kept,
		makeRoom,
		patience: pace
	};
	const slots = new Slots(1);
	/** Builds that run, with how many ran beside each at most. */
	const running = new Set<{ isAlone: boolean }>();

	/** Waits for its turn; a changed number of slots counts while it waits. */
	async function turn({ signal, onLine }: BuildRequest): Promise<() => void> {
		const resize = async () => slots.resize((await rules()).limits.slots);
		await resize();
		if (!slots.isFull) return slots.take(signal);
		onLine('Waiting for another build to end', 'gantry');
		const looks = setInterval(() => void resize().catch(() => {}), pace.look);
		return slots.take(signal).finally(() => clearInterval(looks));
	}

	async function watched(request: BuildRequest): Promise<ImageSummary> {
		const { limits, seconds, idleSeconds } = await rules();
		const warden = await governor();
		const grip = await warden.limit(limits);
		if (grip.holds === 'nothing') request.onLine(withoutLimits(grip), 'gantry');
		const watch = new BuildWatch({
			...{ seconds, idleSeconds, governor: warden },
			...{ room, floors: kept, look: pace.watch }
		});
		const own = { isAlone: running.size === 0 };
		for (const other of running) other.isAlone = false;
		running.add(own);
		try {
			await watch.begin();
			return await builder.build({
				...request,
				onLine(line, stream) {
					watch.hear(line);
					request.onLine(line, stream);
				},
				onProgress: () => watch.goesOn(),
				signal: AbortSignal.any([request.signal, watch.signal])
			});
		} catch (error) {
			await watch.end();
			request.signal.throwIfAborted();
			watch.signal.throwIfAborted();
			const full = await shortDisk({ room, floors: kept });
			if (full) throw diskFull(full, watch.tail);
			throw nameFailure(error, { grip, rose: watch.rose, isAlone: own.isAlone, tail: watch.tail });
		} finally {
			running.delete(own);
			await watch.end();
		}
	}

	return {
		find: (labels) => builder.find(labels),
		files: (id, options) => builder.files(id, options),
		tag: (id, reference) => builder.tag(id, reference),
		list: (labels) => builder.list(labels),
		remove: (reference) => builder.remove(reference),
		async build(request) {
			const release = await turn(request);
			try {
				const say = (line: string) => request.onLine(line, 'gantry');
				await admit(admission, { say, signal: request.signal });
				return await watched(request);
			} finally {
				release();
			}
		}
	};
}

/** One sentence for logs and the doctor. */
export const withoutLimits = ({ because }: NoGrip) =>
	`Builds run without limits because ${because}`;
