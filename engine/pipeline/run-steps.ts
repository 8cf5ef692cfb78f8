import { AppError } from '../error.ts';
import { createStrike } from '../logs/strike.ts';
import { struckError } from '../logs/struck-error.ts';
import type { DeploymentSpec } from '../spec.ts';
import type { Engine, Recorder, Step, StepContext } from './step.ts';

export interface Run {
	engine: Engine;
	recorder: Recorder;
	/** Aborts when the deployment is cancelled; its reason is what `deploy` rejects with. */
	signal: AbortSignal;
}

/** Runs one step and gives its output. */
export type RunStep = <Input, Output>(step: Step<Input, Output>, input: Input) => Promise<Output>;

/** Milliseconds that a step has to end by itself once it was told to. */
const patience = 4_000;
/** Milliseconds for undoing one step. */
const undoDeadline = 30_000;

/**
 * Runs a list of steps: records each, keeps its deadline, and when one fails before the deployment
 * is live, undoes them backwards. Rejects with the step's error, or with the signal's reason.
 */
export async function runSteps(
	spec: DeploymentSpec,
	{ engine, recorder, signal }: Run,
	list: (run: RunStep) => Promise<void>
): Promise<void> {
	const undo: (() => Promise<void>)[] = [];
	const strike = createStrike(spec.secrets);
	let isLive = false;
	const watched: Recorder = {
		...bound(recorder),
		async goLive(image) {
			await recorder.goLive(image);
			isLive = true;
		}
	};
	const contextOf = (step: Step<never, unknown>, within: AbortSignal): StepContext => ({
		spec,
		engine,
		recorder: watched,
		signal: within,
		log: (line, stream = 'gantry') => recorder.log(step.name, line, stream)
	});

	async function run<Input, Output>(step: Step<Input, Output>, input: Input): Promise<Output> {
		signal.throwIfAborted();
		await recorder.stepStarted(step.name);
		const late = new AbortController();
		const timer = setTimeout(() => late.abort(), step.deadline(spec));
		const within = AbortSignal.any([signal, late.signal]);
		let output: Output | null = null;
		undo.push(async () => {
			const context = contextOf(step, AbortSignal.timeout(undoDeadline));
			await step.undo?.(output, context);
		});
		try {
			output = await orAborted(step.run(input, contextOf(step, within)), within);
		} catch (error) {
			const isLate = late.signal.aborted && !signal.aborted;
			const reason = isLate ? tooLate(step, spec) : struckError(error, strike);
			await recorder.stepEnded(
				step.name,
				signal.aborted ? 'cancelled' : 'failed',
				signal.aborted ? null : wordsOf(reason)
			);
			throw reason;
		} finally {
			clearTimeout(timer);
		}
		const summary = step.summary?.(output) ?? null;
		await recorder.stepEnded(step.name, 'succeeded', summary && strike(summary));
		return output;
	}

	try {
		await list(run);
	} catch (error) {
		if (!isLive) await undoAll(undo.reverse(), (line) => recorder.log('start', line, 'gantry'));
		if (!isLive) signal.throwIfAborted();
		throw error;
	}
}

const bound = (recorder: Recorder): Recorder => ({
	stepStarted: (...given) => recorder.stepStarted(...given),
	stepEnded: (...given) => recorder.stepEnded(...given),
	log: (...given) => recorder.log(...given),
	commit: (...given) => recorder.commit(...given),
	plan: (...given) => recorder.plan(...given),
	goLive: (...given) => recorder.goLive(...given),
	processes: () => recorder.processes()
});

/** Waits for the work, but not for long once `signal` has aborted: cancelling is never held up. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const given = new Promise<never>((_resolve, reject) => {
		const wait = () => (timer = setTimeout(() => reject(signal.reason), patience));
		if (signal.aborted) wait();
		else signal.addEventListener('abort', wait, { once: true });
	});
	try {
		return await Promise.race([work, given]);
	} finally {
		clearTimeout(timer);
	}
}

/** One that can not be undone does not keep the others from it; what is left the reconciler removes. */
async function undoAll(undo: (() => Promise<void>)[], log: (line: string) => void): Promise<void> {
	for (const step of undo) {
		await step().catch((error: unknown) => log(`Could not clean up: ${wordsOf(error)}`));
	}
}

const wordsOf = (error: unknown) =>
	error instanceof AppError ? error.message : 'Something unexpected happened';

function tooLate(step: Step<never, unknown>, spec: DeploymentSpec): AppError {
	const seconds = Math.round(step.deadline(spec) / 1000);
	const time = seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${seconds} s`;
	return new AppError('step_timed_out', 504, `The step ${step.name} took longer than ${time}`, {
		hint: 'The log shows how far it came. Deploy again, or look at what it waits for.'
	});
}
